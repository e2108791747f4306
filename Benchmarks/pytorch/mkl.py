"""Letting MKL use its widest kernels on CPUs that are not Intel's.

MKL asks `mkl_serv_intel_cpu_true` whether the CPU is Intel's and takes narrower kernels where it is
not, whatever instructions there are: on an AMD CPU with AVX-512 its sgemm, and with it PyTorch as
installed, reaches less than half the peak. A library that answers yes, loaded before MKL, lifts that.
A rival is worth beating only at its best, so both are measured.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import torch

FUNCTION = "mkl_serv_intel_cpu_true"


class NotMeasured(Exception):
    """Why PyTorch with MKL's widest kernels is not measured."""


def cpu_field(key):
    """The first such field of /proc/cpuinfo; None where there is none."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(key):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return None


def build(folder):
    """The library of one function, built in `folder`.

    - Raises: NotMeasured where it is of no use or cannot be built.
    """
    if not torch.backends.mkl.is_available():
        raise NotMeasured("this PyTorch does not multiply with MKL")
    if not sys.platform.startswith("linux"):
        raise NotMeasured("it needs LD_PRELOAD, which this system does not have")
    if cpu_field("vendor_id") == "GenuineIntel":
        raise NotMeasured("on an Intel CPU MKL takes its widest kernels as installed")
    compiler = shutil.which("cc")
    if compiler is None:
        raise NotMeasured("it needs a C compiler, and there is no `cc`")
    source, library = Path(folder) / "widest.c", Path(folder) / "widest.so"
    source.write_text(f"int {FUNCTION}(void) {{ return 1; }}\n")
    built = subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], capture_output=True, text=True)
    if built.returncode != 0:
        raise NotMeasured(f"`cc` failed: {built.stderr.strip() or built.returncode}")
    return library


def preloading(library):
    """The environment in which a child process loads the library before all others."""
    others = os.environ.get("LD_PRELOAD")
    return {**os.environ, "LD_PRELOAD": f"{library}:{others}" if others else str(library)}


def confirm():
    """To be called in the child process: the library is loaded, and the programs that this process
    starts do without it.

    - Raises: NotMeasured if it is not.
    """
    first, _, others = os.environ.get("LD_PRELOAD", "").partition(":")
    os.environ["LD_PRELOAD"] = others
    try:
        # dlopen gives the library that is loaded already; where the loader refused it (a temporary
        # folder mounted noexec), it refuses again.
        own = ctypes.CDLL(first)[FUNCTION]
        answering = ctypes.CDLL(None)[FUNCTION]
    except (OSError, AttributeError) as error:
        raise NotMeasured(f"the library could not be loaded: {error}") from error
    if ctypes.cast(own, ctypes.c_void_p).value != ctypes.cast(answering, ctypes.c_void_p).value:
        raise NotMeasured("the library was not loaded before the others")
