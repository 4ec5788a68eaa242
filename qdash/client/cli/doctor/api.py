"""The steps of ``doctor`` behind a connection: Cloudflare, API, clock, compatibility, token, project."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from ...errors import QDashApiError, QDashAuthError, QDashNotFoundError
from ...transport.errors import ACCESS, error_of_response, explain, is_cloudflare_access
from ...transport.message import one_line
from ..failures import AUTH, FAILED, SETTINGS, exit_code
from .findings import Failed, NotNeeded, Result
from .state import exchange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ...transport.message import Response
    from .state import State

__all__ = ["STEPS"]

_CLOCK_SEC = 60  # a greater difference is a warning
_LONGEST = 80  # characters of a name that a server sends
_PATH_OF_QDASH = "/auth/me"  # in its API document


def _object(response: Response) -> dict[str, Any]:
    """Return the JSON object of a response, or {}."""
    try:
        value = json.loads(response.body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _shown(value: object) -> str:
    return one_line(value, _LONGEST)


def _failed(response: Response, remedy: str = "") -> Failed:
    """Return the failure of a step for an unsuccessful response."""
    error = error_of_response(response)
    text, advice = explain(response)
    detail = one_line(f"{response.status} GET {response.attempt.path}{text}", 500)
    if not (remedy or advice):
        who = "the administrator of QDash" if response.status >= 500 else "QDash"
        advice = f"ask {who}; the request has the ID {response.request_id}"
    return Failed(detail, remedy or advice, FAILED if error is None else exit_code(error))


def _cloudflare(state: State) -> Result:
    try:
        response = state.first()
    except QDashApiError:
        raise NotNeeded("no response") from None
    config = state.config
    is_page = response.content_type == "text/html" or 300 <= response.status < 400
    if is_page and is_cloudflare_access(response):
        remedy = ACCESS
        if config.cf_access_client_id is not None:
            remedy = (
                "Cloudflare Access does not accept the service token: it may have expired, or the application of QDash "
                "has no policy for it; then "
            ) + state.to_set("cf_access_client_secret", "--cf-access-client-id ID --cf-secret-prompt")
        raise Failed(_failed(response).detail, remedy, AUTH)
    is_cloudflare = "cf-ray" in response.headers or response.headers.get("server", "").lower() == "cloudflare"
    if config.cf_access_client_id is not None:
        return Result(
            "the service token is accepted"
            if is_cloudflare
            else "a service token is sent, but the response did not come through Cloudflare"
        )
    if is_cloudflare:
        return Result("in front of QDash; it wants no service token")
    raise NotNeeded("not used")


# --- API -------------------------------------------------------------------------------------------------------------


def _api(state: State) -> Result:
    response = state.first()
    document = _object(response)
    if response.status == 200 and _is_of_qdash(document):
        state.document = document
        info = document.get("info", {})
        version = _shown(info.get("version", "?"))
        return Result(f"{_shown(info.get('title', 'QDash'))} {version} answers", ms=state.first_ms, version=version)
    if response.status == 200 and isinstance(document.get("paths"), dict):
        title = _shown(document.get("info", {}).get("title", "without a title"))
        raise Failed(f"this is another API ({title})", _other_url(state), SETTINGS)
    other = exchange(state.client, _PATH_OF_QDASH, anonymous=not _has_credentials(state))
    if _is_answer_of_qdash(other):
        return Result("QDash answers; it does not publish its API document", ms=state.first_ms, version=None)
    raise _not_found(state, response)


def _not_found(state: State, response: Response) -> Failed:
    """Return the failure for a server that is not QDash at this URL, or a gateway that does not reach QDash."""
    failure = _failed(response)
    if response.status < 500 and response.status not in (401, 407):
        better = _better_url(state)
        if better:
            return Failed(failure.detail, f"QDash answers at {better}: {_to_set_url(state, better)}", SETTINGS)
        if response.status == 404:
            failure.remedy = _other_url(state)
    return failure


def _is_of_qdash(document: dict[str, Any]) -> bool:
    paths = document.get("paths")
    return isinstance(paths, dict) and _PATH_OF_QDASH in paths


def _has_credentials(state: State) -> bool:
    return state.config.api_token is not None


def _is_answer_of_qdash(response: Response) -> bool:
    """Return whether a response to the question who one is may be of QDash."""
    content = _object(response)
    return (response.status == 200 and "username" in content) or (response.status in (401, 403) and "detail" in content)


def _other_url(state: State) -> str:
    change = _to_set_url(state, "URL")
    return f"check that base_url is the URL of the API of QDash, mostly with /api at its end: {change}"


def _to_set_url(state: State, url: str) -> str:
    return state.to_set("base_url", f"--base-url {url}")


def _better_url(state: State) -> str:
    """Return the URL near the configured one at which QDash answers, or ""."""
    for url in _near_urls(state.config.base_url):
        # Without credentials: it is not known what answers there.
        client = state.new_client(base_url=url, api_token=None, username=None)
        try:
            response = exchange(client, "/openapi.json", anonymous=True)
            if response.status == 200 and _is_of_qdash(_object(response)):
                return url
            # It may not publish its API document.
            if _is_answer_of_qdash(exchange(client, _PATH_OF_QDASH, anonymous=True)):
                return url
        except QDashApiError:
            pass
        finally:
            client.close()
    return ""


def _near_urls(base_url: str) -> Iterator[str]:
    parts = urlsplit(base_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    segments = parts.path.strip("/").split("/") if parts.path.strip("/") else []
    parents = ["/".join(["", *segments[:count]]).rstrip("/") for count in range(len(segments), -1, -1)][:3]
    for path in dict.fromkeys([f"{parent}{end}" for parent in parents for end in ("/api", "")]):
        if origin + path != base_url:
            yield origin + path


# --- clock, compatibility --------------------------------------------------------------------------------------------


def _clock(state: State) -> Result:
    from email.utils import parsedate_to_datetime

    try:
        theirs = parsedate_to_datetime(state.first().headers.get("date", "")).timestamp()
    except (QDashApiError, ValueError, TypeError, IndexError):
        raise NotNeeded("the server tells no time") from None
    sent, received = state.clock_range
    # Their time is in whole seconds.
    ahead = max(0.0, sent - (theirs + 1)) or min(0.0, received - theirs)
    if abs(ahead) < 1:
        return Result("the same as that of the server", seconds=0)
    from ...formats.times import duration

    how = f"{duration(float(round(abs(ahead))))} {'ahead of' if ahead > 0 else 'behind'} that of the server"
    remedy = (
        "set one of the two clocks, best by NTP: times and time limits do not fit" if abs(ahead) > _CLOCK_SEC else ""
    )
    return Result(how, remedy, seconds=round(ahead))


def _compatibility(state: State) -> Result:
    if state.document is None:
        raise NotNeeded("QDash does not publish its API document")
    from ...call.declare import declared
    from ...client import QDashClient
    from ...compatibility.compare import compare

    operations = declared(QDashClient)
    report = compare(operations, state.document)
    listed = {f"{each.method} {each.path}" for each in operations.values() if not each.undocumented}
    listed -= {each.subject for each in report.findings if each.kind == "operation_legacy"}
    harmful = [each for each in report.findings if not each.kind.endswith(("_new", "_legacy"))]
    differ = {each.subject for each in harmful}
    models = len(differ - listed)
    new = sum(each.kind == "operation_new" for each in report.findings)
    detail = f"{len(listed - differ)} of {len(listed)} operations as this client knows them"
    if models:
        detail += f"; {models} model{'s' * (models > 1)} different"
    if new:
        detail += f"; {new} new"
    return Result(
        detail,
        "update qdash-client, or QDash; -o wide shows the differences" if harmful else "",
        lines=[f"{each.kind} {each.subject}: {each.message}" for each in report.findings],
        findings=[each.to_dict() for each in report.findings],
    )


# --- token, project --------------------------------------------------------------------------------------------------


def _token(state: State) -> Result:
    config = state.config
    new_token = f"make a new one in QDash under Settings, then: {state.to_set('api_token', '--token-prompt')}"
    if config.api_token is None and config.username is None:
        raise Failed("there is no token", new_token.replace("a new one", "one", 1), AUTH)
    by_login = config.api_token is None
    try:
        response = exchange(state.client, _PATH_OF_QDASH)
    except QDashAuthError as error:  # of the login
        raise Failed(
            str(error), f"check username, and the variable that password_env names; or {new_token}", AUTH
        ) from None
    if response.status != 200:
        remedies = {
            401: new_token,
            403: "the token is known, but its user is disabled or may not use QDash: ask its owner",
        }
        failure = _failed(response, remedies.get(response.status, ""))
        if response.status == 401 and not by_login:
            failure.detail = f"the token is not accepted: {failure.detail}"
        raise failure
    user = state.user = _object(response)
    if not isinstance(user.get("username"), str):
        raise Failed("the response does not say who one is", _other_url(state), FAILED)
    role = " (system administrator)" if user.get("system_role") == "admin" else ""
    how = "by login" if by_login else "by the token"
    remedy = "QDash wants a new password for this user" if user.get("must_change_password") is True else ""
    return Result(f"{_shown(user['username'])}{role}, {how}", remedy, username=_shown(user["username"]))


def _project(state: State) -> Result:
    config, client, user = state.config, state.client, state.user
    project_id = config.project_id or user.get("default_project_id")
    if not isinstance(project_id, str) or not project_id:
        remedy = f"{_to_choose(state)}, or use --project"
        return Result("none is set, and the user has no default one", remedy)
    try:
        project = client.get_project(project_id)
    except QDashNotFoundError as error:
        raise Failed(f"there is no project {_shown(project_id)}", _to_choose(state), exit_code(error)) from None
    except QDashAuthError as error:
        problem = f"{_shown(user['username'])} is no member of the project {_shown(project_id)}"
        raise Failed(problem, _to_choose(state), exit_code(error)) from None
    role = "owner" if project.owner_username == user["username"] else _role(state, project_id)
    why = "" if config.project_id else ", the default one of the user"
    return Result(
        f"{_shown(project.name)}{f', as {role}' if role else ''}{why}", project_id=_shown(project_id), role=role
    )


def _role(state: State, project_id: str) -> str | None:
    try:
        members = state.client.list_project_members(project_id).members
    except QDashApiError:
        return None
    return next((_shown(member.role) for member in members if member.username == state.user["username"]), None)


def _to_choose(state: State) -> str:
    """Return how to choose another project."""
    try:
        projects = state.client.list_projects().projects
    except QDashApiError:
        projects = []
    names = ", ".join(f"{_shown(each.project_id)} ({_shown(each.name)})" for each in projects[:5])
    has = f"projects of this user: {names}; " if names else "ask the owner of a project to add this user; "
    return has + state.to_set("project_id", "--project-id ID")


# Name, function, the steps that it needs, and whether it waits for the network.
STEPS = (
    ("Cloudflare", _cloudflare, ("TLS",), False),
    ("API", _api, ("Cloudflare",), False),
    ("clock", _clock, ("TLS",), False),
    ("compatibility", _compatibility, ("API",), False),
    ("token", _token, ("API",), True),
    ("project", _project, ("token",), True),
)
