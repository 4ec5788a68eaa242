"""The imports that a client otherwise makes when something is first used.

Bundlers, which freeze a program with the modules that its import statements name, find the modules here, too.
"""

from __future__ import annotations

from contextlib import suppress

__all__ = ["preload"]


def preload() -> None:
    """Import everything that the client would import later, so that no call imports anything.

    Call it once, before the first call and before other threads start, in

    - a service whose package may be replaced on the disk while it runs: an import after that would fail, or mix two
      versions;
    - a program that interrupts its threads (time limits with ``PyThreadState_SetAsyncExc``): an exception in the midst
      of an import can leave the lock of that import behind, and the next thread waits for it for ever;
    - a server that forks its workers: what is imported before the fork is shared by all of them.

    It takes 0.1 to 0.2 s.
    """
    import asyncio
    import calendar
    import codecs
    import concurrent.futures.thread
    import configparser
    import contextvars
    import csv
    import dataclasses
    import email.utils
    import encodings.utf_8_sig
    import functools
    import importlib
    import inspect
    import ipaddress
    import logging
    import math
    import numbers
    import pathlib
    import random
    import re
    import threading
    import time
    import typing
    import uuid
    import warnings

    with suppress(ImportError):  # of a Python that was built without TLS
        import ssl

        from .transport import tls
    with suppress(ImportError):
        import zlib
    with suppress(ImportError):  # for the tunnel through a proxy
        import encodings.idna
    with suppress(ImportError):
        import fcntl
    with suppress(ImportError):
        import msvcrt

    from . import client, deferred, errors, hints, local_files, normalize, observation, operations, rest, testing
    from .call import (
        arguments,
        declare,
        downloads,
        events,
        identifiers,
        iterators,
        methods,
        operation,
        paging,
        request,
        result,
        steps,
        threads,
        uploads,
    )
    from .codec import decoding, encoding, generated, mismatch, model, scalars, shapes
    from .compatibility import compare, schema
    from .settings import checks, config, profiles
    from .transport import (
        auth,
        connect,
        connection,
        content,
        deadline,
        fields,
        forks,
        headers,
        http1,
        interfaces,
        log,
        message,
        network,
        pool,
        protocol,
        proxy,
        retry,
        tls_errors,
        transport,
    )
    from .transport import (
        errors as transport_errors,
    )
    from .waiting import calls, flow_runs, polling

    _areas()
    _models()


def _areas() -> None:
    from .api import (
        admin,
        agents,
        auth,
        calibrations,
        chips,
        cooldowns,
        copilot,
        devices,
        executions,
        files,
        flows,
        forum,
        issues,
        metrics,
        notes,
        notifications,
        projects,
        provenance,
        settings,
        task_results,
        tasks,
    )


def _models() -> None:
    from .models import (
        admin,
        agents,
        ai_reviews,
        auth,
        calibrations,
        chips,
        choices,
        common,
        compatibility,
        cooldowns,
        copilot,
        devices,
        events,
        executions,
        files,
        flows,
        forum,
        issues,
        metrics,
        notes,
        notifications,
        projects,
        provenance,
        reanalysis,
        settings,
        task_results,
        tasks,
    )
