"""Take some files out of a wheel or a tar archive: unpack.py ARCHIVE FOLDER [MEMBER TARGET]...

A target is a path below FOLDER. Node has no reader for either format, and the lab's Python has both.
"""

import shutil
import sys
import tarfile
import zipfile
from pathlib import Path


def unpack(archive: Path, folder: Path, wanted: dict[str, str]) -> None:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped:
            for member, target in wanted.items():
                with zipped.open(member) as source:
                    write(source, folder / target)
    else:
        with tarfile.open(archive) as tar:
            for member in tar:
                name = member.name.removeprefix("./")
                if name in wanted and member.isfile():
                    source = tar.extractfile(member)
                    assert source is not None
                    write(source, folder / wanted[name])
    missing = [target for target in wanted.values() if not (folder / target).is_file()]
    if missing:
        sys.exit(f"{archive.name} does not hold {', '.join(missing)}")


def write(source, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with open(target, "wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)


if __name__ == "__main__":
    pairs = sys.argv[3:]
    unpack(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        dict(zip(pairs[::2], pairs[1::2], strict=True)),
    )
