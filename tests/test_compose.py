import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

import system

FILE = system.REPO / "docker-compose.yml"


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(FILE.read_text())["services"]


def test_compose_accepts_it():
    client = os.environ.get("SDW_COMPOSE", "")
    if not Path(client).is_file():
        pytest.skip("the compose client could not be downloaded")
    run = subprocess.run(
        [client, "-f", FILE, "--profile", "*", "config", "--format", "json"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["services"].keys() == {"secret", "db", "init", "odoo", "test"}


def test_versions_are_pinned(services):
    assert services["db"]["image"] == "postgres:17"
    assert services["odoo"]["image"] == services["init"]["image"] == "odoo:19.0"
    assert "FROM debian:12" in services["test"]["build"]["dockerfile_inline"]


def test_addon_is_mounted(services):
    for name in ("init", "odoo"):
        mounts = [volume.split(":") for volume in services[name]["volumes"]]
        assert [f"./{system.ADDON}", f"/mnt/extra-addons/{system.ADDON}", "ro"] in mounts
        assert (system.REPO / system.ADDON / "__manifest__.py").exists()


def test_starts_in_order(services):
    assert services["odoo"]["depends_on"]["init"] == {"condition": "service_completed_successfully"}
    assert services["init"]["depends_on"]["db"] == {"condition": "service_healthy"}
    assert services["db"]["depends_on"]["secret"] == {"condition": "service_completed_successfully"}
    for name in ("db", "odoo"):
        assert services[name]["healthcheck"]["test"]


def test_no_password_in_the_file(services):
    for service in services.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name and not name.endswith("_FILE"):
                assert value.startswith("${"), f"{name} is written in the file"


def test_same_commands_as_without_docker(services):
    assert services["test"]["command"] == ["make", "test"]
    assert services["test"]["profiles"] == ["test"], "`up` must not start the tests"


def test_init_script_is_sound(services):
    script = system.REPO / "scripts" / "docker-init.sh"
    assert services["init"]["entrypoint"] == ["bash", "/repo/scripts/docker-init.sh"]
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
