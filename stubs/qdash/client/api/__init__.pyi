AREAS: dict[str, str]
