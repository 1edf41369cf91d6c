"""The examples of a cluster fit together, and fit the command line; none was run here."""

import re
import tomllib

import pytest
import typer.main
import yaml

from flows.cli import app
from flows.sharding.cluster import FILES
from nlp.contracts.operation import parse_operation
from tests.conftest import ROOT

EXAMPLES = ROOT / "docs" / "examples"
HOME = "/srv/openends"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
COMPOSE = yaml.safe_load((EXAMPLES / "compose.yaml").read_text("utf-8"))
OBJECTS = [
    found
    for path in sorted((EXAMPLES / "kubernetes").glob("*.yaml"))
    for found in yaml.safe_load_all(path.read_text("utf-8"))
]


def of_kind(*kinds):
    """Return the Kubernetes objects of some kinds, by name."""
    return {found["metadata"]["name"]: found for found in OBJECTS if found["kind"] in kinds}


def pods():
    """Return the pod of everything that runs, by name."""
    deployed = of_kind("Deployment").items()
    return {
        **{name: found["spec"]["template"] for name, found in deployed},
        "nightly": of_kind("CronJob")["nightly"]["spec"]["jobTemplate"]["spec"]["template"],
    }


def containers():
    """Return what runs, by name: its image, command and what it mounts."""
    for name, service in COMPOSE["services"].items():
        mounts = [volume.split(":")[1] for volume in service["volumes"]]
        yield f"compose {name}", service["image"], service["command"], mounts
    for name, pod in pods().items():
        (one,) = pod["spec"]["containers"]
        mounts = [mount["mountPath"] for mount in one["volumeMounts"]]
        yield f"kubernetes {name}", one["image"], one["command"], mounts


@pytest.mark.parametrize(("name", "image", "command", "mounts"), list(containers()))
def test_what_runs_is_there(name, image, command, mounts):
    """
    Images are of this version; programs, their verbs and options exist; files are mounted.
    """
    assert f"openends:{VERSION}" == image
    if command[0] == "openends":
        known = typer.main.get_command(app).commands
        assert command[1] == "--help" or command[1] in known
        options = {option for p in known.get(command[1], app_group()).params for option in p.opts}
        assert {word for word in command[2:] if word.startswith("--")} <= options
    else:
        program, *words = command[1:]
        assert {word for word in words if word.startswith("--")} <= dask_options(program)
        used = {word for word in words if word.endswith(".pem")}
        assert {f"certificates/{file}" for file in FILES} == used
        assert f"{HOME}/certificates" in mounts
        assert program == "scheduler" or f"{HOME}/data" in mounts


def app_group():
    """Return the command line itself."""
    return typer.main.get_command(app)


def dask_options(program):
    """Return the options of one of Dask's programs."""
    if program == "scheduler":
        from distributed.cli.dask_scheduler import main
    else:
        from distributed.cli.dask_worker import main
    return {option for p in main.params for option in (*p.opts, *p.secondary_opts)}


def test_workers_and_runs_find_the_scheduler():
    """
    The address in the settings is that of the service, and the one that workers are given.
    """
    said = of_kind("ConfigMap")["openends-operation"]["data"]["operation.yaml"]
    sharding = parse_operation(yaml.safe_load(said), "operation.yaml").sharding
    service = of_kind("Service")["scheduler"]
    (port,) = service["spec"]["ports"]
    (worker,) = pods()["worker"]["spec"]["containers"]
    (scheduler,) = pods()["scheduler"]["spec"]["containers"]

    assert f"tls://scheduler.openends.svc:{port['port']}" == sharding.scheduler
    assert sharding.scheduler == worker["command"][2]
    assert [{"containerPort": port["targetPort"]}] == scheduler["ports"]
    assert service["spec"]["selector"].items() <= pods()["scheduler"]["metadata"]["labels"].items()


def test_the_compose_file_says_the_settings_it_needs():
    """
    What its comment has people write is accepted, and leads to its scheduler.
    """
    content = (EXAMPLES / "compose.yaml").read_text("utf-8")
    said = re.search(r"^#   (sharding: .*)$", content, re.MULTILINE).group(1)

    sharding = parse_operation(yaml.safe_load(said), "operation.yaml").sharding

    assert sharding.scheduler == COMPOSE["services"]["worker"]["command"][2]
    assert "tls://scheduler:8786" == sharding.scheduler
    assert COMPOSE["networks"]["inside"]["internal"]
    assert [] == [name for name, s in COMPOSE["services"].items() if "ports" in s]


@pytest.mark.parametrize("name", list(pods()))
def test_every_mount_has_its_volume_and_every_volume_its_source(name):
    """
    Volumes lead to the claim, the map of settings and the secret that the files tell of.
    """
    spec = pods()[name]["spec"]
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    (one,) = spec["containers"]

    assert {mount["name"] for mount in one["volumeMounts"]} == set(volumes)
    claims = {v["persistentVolumeClaim"]["claimName"] for v in volumes.values() if len(v) > 1
              and "persistentVolumeClaim" in v}  # fmt: skip
    assert claims <= set(of_kind("PersistentVolumeClaim"))
    maps = {v["configMap"]["name"] for v in volumes.values() if "configMap" in v}
    assert maps <= set(of_kind("ConfigMap"))


@pytest.mark.parametrize("name", list(pods()))
def test_nothing_runs_as_root_or_is_reached_from_outside(name):
    """
    Pods run as the image's user, without privileges, and only their like may connect.
    """
    pod = pods()[name]
    (one,) = pod["spec"]["containers"]

    assert (True, 10001) == (
        pod["spec"]["securityContext"]["runAsNonRoot"],
        pod["spec"]["securityContext"]["runAsUser"],
    )
    assert one["securityContext"]["readOnlyRootFilesystem"]
    assert {"part-of": "openends"}.items() <= pod["metadata"]["labels"].items()
    assert "ClusterIP" == of_kind("Service")["scheduler"]["spec"].get("type", "ClusterIP")


def test_the_image_is_built_from_what_is_there():
    """
    The recipe copies files of the project, and its user is the one that everything runs as.
    """
    recipe = (EXAMPLES / "Dockerfile").read_text("utf-8")
    copied = [
        word for line in re.findall(r"^COPY (.+)$", recipe, re.M) for word in line.split()[:-1]
    ]

    assert [] == [name for name in copied if not (ROOT / name).exists()]
    assert "USER 10001" in recipe
    assert "10001:10001" == COMPOSE["services"]["worker"]["user"]
