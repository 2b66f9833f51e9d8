-- Of when the published copy is.
select published_at, published_by, version, synced_at from published
