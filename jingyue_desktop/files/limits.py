"""Limits a process puts on itself before it opens a foreign file."""

from __future__ import annotations

import sys

MEMORY = 512 * 1024 * 1024  # bytes of address space (Windows: of committed memory)
SECONDS = 30  # of processor time; the parent counts seconds by the clock

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    # JOBOBJECT_EXTENDED_LIMIT_INFORMATION and its flags (winnt.h)
    PROCESS_TIME, ACTIVE_PROCESS, PROCESS_MEMORY = 0x2, 0x8, 0x100
    EXTENDED_LIMITS = 9

    class _Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("smallest_set", ctypes.c_size_t),
            ("largest_set", ctypes.c_size_t),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("priority", wintypes.DWORD),
            ("scheduling", wintypes.DWORD),
        )

    class _Extended(ctypes.Structure):
        _fields_ = (
            ("basic", _Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process", ctypes.c_size_t),
            ("peak_job", ctypes.c_size_t),
        )

    def limit_self(memory: int = MEMORY, seconds: int = SECONDS) -> None:
        """Let this process have no more than ``memory`` bytes and ``seconds`` of processor time."""
        limits = _Extended()
        limits.basic.flags = PROCESS_TIME | ACTIVE_PROCESS | PROCESS_MEMORY
        limits.basic.process_time = seconds * 10_000_000  # in 100 nanoseconds
        limits.basic.processes = 1
        limits.process_memory = memory
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        process = wintypes.HANDLE(kernel.GetCurrentProcess())
        size = wintypes.DWORD(ctypes.sizeof(limits))
        if not (
            kernel.SetInformationJobObject(job, EXTENDED_LIMITS, ctypes.byref(limits), size)
            and kernel.AssignProcessToJobObject(job, process)
        ):
            raise ctypes.WinError(ctypes.get_last_error())

else:
    import resource

    def limit_self(memory: int = MEMORY, seconds: int = SECONDS) -> None:
        """Let this process have no more than ``memory`` bytes and ``seconds`` of processor time."""
        for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
            hard = resource.getrlimit(what)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
