"""How the dbt project is called and described. What the marts are is in the folder `dbt` at the top, in SQL."""
