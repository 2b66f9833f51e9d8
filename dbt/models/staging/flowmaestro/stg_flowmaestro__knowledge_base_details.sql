select
    account,
    id as knowledge_base_id,
    name as knowledge_base_name,
    description,
    document_count,
    chunk_count,
    embedding_model,
    chunk_size,
    chunk_overlap,
    created_at,
    updated_at,
    _deleted_at is not null as is_deleted,
    _first_seen_at as first_seen_at,
    _changed_at as changed_at,
    _deleted_at as deleted_at
from {{ source('flowmaestro', 'knowledge_base_details') }}
