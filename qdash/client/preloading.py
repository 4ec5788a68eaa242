"""The imports that a client otherwise makes at first use.

Bundlers read these import statements to find the modules of a program.
"""

from __future__ import annotations

from contextlib import suppress

__all__ = ["preload"]


def preload() -> None:
    """Import all modules of the client now, so that no call imports a module.

    Call it once, before the first call and before other threads start, in

    - a service that runs while its package is replaced on the disk: a later import would fail, or mix two versions;
    - a program that interrupts its threads (time limits with ``PyThreadState_SetAsyncExc``): an exception during
      an import can leave the import lock held, and the next thread waits for it for ever;
    - a server that forks its workers: they share the memory of modules that were imported before the fork.

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
    import decimal
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

    from . import (
        client,
        deferred,
        errors,
        hints,
        local_files,
        metric_config,
        normalize,
        observation,
        operations,
        rest,
        testing,
    )
    from .agents import campaign, command, driver, instructions, journal, records, runner, scope, state
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
    from .services import agent_cli, agent_runner, exporter_models
    from .services import client as services_client
    from .services import config as services_config
    from .services import errors as services_errors
    from .services import models as services_models
    from .settings import checks, config, profiles
    from .transport import (
        adapter,
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
    from .waiting import calls, flow_runs, polling, task_files

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
