"""scripts/fetch-models against a site on this machine: cuts, wrong bytes, hostile archives."""

import hashlib
import io
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.loopback

SCRIPT = Path(__file__).parent.parent.parent / "scripts/fetch-models"
FOLDER = "tiny-model-1.0"
FILES = {"am/final.mdl": bytes(range(256)) * 2_000, "conf/model.conf": b"--beam=10\n"}


class Site(ThreadingHTTPServer):
    """Serves one archive, with byte ranges; can cut its first answer short or refuse ranges."""

    payload: bytes
    cut: int | None = None
    """Bytes after which the first answer ends."""
    ranges = True
    status = 200

    def __init__(self, payload: bytes) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.payload = payload
        self.asked: list[str | None] = []
        """The Range header of each request."""

    @property
    def url(self) -> str:
        """Return the address of the archive."""
        return f"http://127.0.0.1:{self.server_port}/tiny.zip"


class Answer(BaseHTTPRequestHandler):
    """One answer of the site."""

    server: Site

    def do_GET(self) -> None:
        """Send the archive, or the part asked for."""
        site, wanted = self.server, self.headers["Range"]
        site.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and site.ranges else 0
        body = site.payload[start:]
        self.send_response(site.status if site.status != 200 else 206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: site.cut if len(site.asked) == 1 else None])

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


def archive(files: dict[str, bytes]) -> bytes:
    """Return a zip of these files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return buffer.getvalue()


def link_archive() -> bytes:
    """Return a zip that holds a symbolic link out of its folder."""
    link = zipfile.ZipInfo(f"{FOLDER}/away")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as opened:
        opened.writestr(link, "/etc")
    return buffer.getvalue()


def write_manifest(folder: Path, url: str, payload: bytes, **changes: object) -> None:
    """Write a manifest of the one model."""
    entry = {
        "use": "a test",
        "without": "nothing is missed",
        "url": url,
        "bytes": len(payload),
        "sha256": hashlib.sha256(payload).hexdigest(),
        "folder": FOLDER,
        "licence": "CC0-1.0",
    }
    (folder / "manifest.yaml").write_text(yaml.safe_dump({"tiny": entry | changes}))


def fetch(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script on this folder of models."""
    command = [sys.executable, str(SCRIPT), "--models", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site that serves the tiny model; its manifest is in tmp_path."""
    payload = archive({f"{FOLDER}/{name}": data for name, data in FILES.items()})
    with Site(payload) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        write_manifest(tmp_path, server.url, payload)
        yield server
        server.shutdown()
        thread.join()


def assert_refused(result: subprocess.CompletedProcess[str], folder: Path, words: str) -> None:
    """Assert one plain line, exit 1, and nothing left but the manifest."""
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (folder / FOLDER).exists()


def test_a_model_is_unpacked_with_the_sums_of_its_files(tmp_path: Path, site: Site) -> None:
    """Every file arrives, and SHA256SUMS tells later whether it is still the same."""
    result = fetch(tmp_path, "tiny")

    assert result.returncode == 0
    for name, data in FILES.items():
        assert (tmp_path / FOLDER / name).read_bytes() == data
        assert hashlib.sha256(data).hexdigest() in (tmp_path / FOLDER / "SHA256SUMS").read_text()
    assert {p.name for p in tmp_path.iterdir()} == {"manifest.yaml", FOLDER}


def test_a_model_that_is_here_is_not_fetched_again(tmp_path: Path, site: Site) -> None:
    """A second call asks the site nothing."""
    fetch(tmp_path)

    assert fetch(tmp_path).returncode == 0
    assert len(site.asked) == 1


def test_a_cut_connection_is_taken_up_where_it_broke(tmp_path: Path, site: Site) -> None:
    """What has arrived is not asked for again."""
    site.cut = 100_000

    assert fetch(tmp_path).returncode == 0
    assert site.asked == [None, "bytes=100000-"]


def test_a_later_call_goes_on_from_what_an_earlier_one_left(tmp_path: Path, site: Site) -> None:
    """A fetch ended by Ctrl-C or a power cut, unpacking included, is finished by the next."""
    (tmp_path / f"{FOLDER}.zip.part").write_bytes(site.payload[:1000])
    (tmp_path / ".unpacking" / FOLDER).mkdir(parents=True)

    assert fetch(tmp_path).returncode == 0
    assert site.asked == ["bytes=1000-"]


def test_a_site_without_ranges_is_read_from_the_start(tmp_path: Path, site: Site) -> None:
    """The whole file in answer to a range replaces the part."""
    site.ranges = False
    (tmp_path / f"{FOLDER}.zip.part").write_bytes(b"x" * 1000)

    assert fetch(tmp_path).returncode == 0


def test_bytes_that_differ_from_the_pinned_hash_are_removed(tmp_path: Path, site: Site) -> None:
    """A changed file on the site never reaches the models, nor the next try."""
    write_manifest(tmp_path, site.url, site.payload, sha256="0" * 64)

    assert_refused(fetch(tmp_path), tmp_path, "sha256")
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.yaml"]


@pytest.mark.parametrize(
    "payload",
    [
        archive({f"{FOLDER}/good": b"", f"{FOLDER}/../../evil": b""}),
        archive({"/tmp/evil": b""}),
        archive({"other-folder/file": b""}),
        link_archive(),
    ],
    ids=["climbs", "absolute", "elsewhere", "link"],
)
def test_an_archive_that_reaches_out_is_not_unpacked(
    tmp_path: Path, site: Site, payload: bytes
) -> None:
    """Not even the harmless members of such an archive are written."""
    models = tmp_path / "models"
    models.mkdir()
    site.payload = payload
    write_manifest(models, site.url, payload)

    assert_refused(fetch(models), models, "not unpacked")
    assert not (tmp_path / "evil").exists()


def test_a_file_that_is_no_archive_is_refused(tmp_path: Path, site: Site) -> None:
    """The pinned bytes of something else than a zip give one line."""
    site.payload = b"not a zip"
    write_manifest(tmp_path, site.url, site.payload)

    assert_refused(fetch(tmp_path), tmp_path, "zip")


def test_an_answer_of_not_found_is_one_line(tmp_path: Path, site: Site) -> None:
    """The line holds the address and the answer."""
    site.status = 404

    assert_refused(fetch(tmp_path), tmp_path, f"{site.url} answered 404")


def test_a_part_the_site_cannot_continue_is_dropped(tmp_path: Path, site: Site) -> None:
    """The next call starts afresh instead of failing in the same way for ever."""
    site.status = 416
    part = tmp_path / f"{FOLDER}.zip.part"
    part.write_bytes(b"x" * 1000)

    assert_refused(fetch(tmp_path), tmp_path, "answered 416")
    assert not part.exists()


def test_a_disk_too_small_is_known_before_the_first_byte(tmp_path: Path, site: Site) -> None:
    """The line says how much is free and how much is needed."""
    write_manifest(tmp_path, site.url, site.payload, bytes=10**15)

    assert_refused(fetch(tmp_path), tmp_path, "MB are needed")
    assert site.asked == []


def test_a_site_that_cannot_be_reached_has_its_own_exit_code(tmp_path: Path) -> None:
    """Exit 3, and one line that also tells what happens without the model."""
    with Site(b"") as closed:
        url = closed.url
    write_manifest(tmp_path, url, b"x")

    result = fetch(tmp_path)

    assert result.returncode == 3
    assert "cannot be reached" in result.stderr
    assert "without tiny, nothing is missed" in result.stderr
    assert (result.stdout + result.stderr).count("\n") == 1


def test_the_list_tells_what_is_here(tmp_path: Path, site: Site) -> None:
    """--list asks the site nothing."""
    before = fetch(tmp_path, "--list").stdout
    fetch(tmp_path)

    assert "tiny: missing" in before
    assert "tiny: here" in fetch(tmp_path, "--list").stdout
    assert len(site.asked) == 1


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path, site: Site) -> None:
    """Wrong usage is exit 2."""
    result = fetch(tmp_path, "tinny")

    assert result.returncode == 2
    assert "unknown model tinny; known: tiny" in result.stderr
