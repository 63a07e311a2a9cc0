"""Every setting in every two places at once: both with a value, the upper one empty, and the upper one with dashes."""

import itertools

from wire_making import EMPTY, HOME, OVERLOOKED, case

ADDRESS = "$CLOUD/{}/identity/v3"
SETTINGS = {
    "auth_url": (ADDRESS.format("lower"), ADDRESS.format("upper")),
    "username": ("lower", "upper"),
    "password": ("lower", "upper"),
    "project_name": ("lower", "upper"),
    "region_name": ("One", "Two"),
    "interface": ("internal", "admin"),
    "image_interface": ("internal", "admin"),
    "image_endpoint_override": ("$CLOUD/lower/image", "$CLOUD/upper/image"),
    "image_service_name": ("glance-Two", "photos"),
}
OF_AUTH = ("auth_url", "username", "password", "project_name")
# From the lowest layer to the highest; what stands beside auth wins over what stands in it, whatever the layer.
PLACES = (
    "profile auth",
    "clouds auth",
    "secure auth",
    "region auth",
    "profile",
    "clouds",
    "secure",
    "region",
    "variable",
)


def made(setting, values):
    """A case with `values` in places: {place: (name, value)}."""
    blocks = {place: {} for place in ("profile", "clouds", "secure", "region")}
    auths = {place: {} for place in blocks}
    variables = {"OS_CLOUD": "prod"}
    base = {"auth_url": ADDRESS.format("base"), "username": "demo", "password": "s", "project_name": "web"}
    base.pop(setting, None)
    auths["clouds"].update(base)
    for place, (name, value) in values.items():
        layer, _, part = place.partition(" ")
        if layer == "variable":
            variables[f"OS_{name.upper()}"] = value
        else:
            (auths if part else blocks)[layer][name] = value

    def mapping(layer):
        parts = [f'{name}: "{value}"' for name, value in blocks[layer].items()]
        if auths[layer]:
            parts.append("auth: {" + ", ".join(f'{name}: "{value}"' for name, value in auths[layer].items()) + "}")
        return parts

    clouds = ["profile: ours", *mapping("clouds")]
    if any(place.startswith("region") for place in values):
        clouds.append("regions: [{name: One, values: {" + ", ".join(mapping("region")) + "}}]")
    files = {
        HOME + "clouds.yaml": "clouds: {prod: {" + ", ".join(clouds) + "}}\n",
        HOME + "secure.yaml": "clouds: {prod: {" + ", ".join(mapping("secure")) + "}}\n",
        HOME + "clouds-public.yaml": "public-clouds: {ours: {" + ", ".join(mapping("profile")) + "}}\n",
    }
    return files, variables


def why(setting, lower, upper, way):
    """What makes the programs differ."""
    if upper == "variable":
        return OVERLOOKED if way == "both" and setting.startswith("image_") else None
    if way != "empty" or setting == "region_name":
        return None
    # Beside auth, most empty texts count as none for openstack too, but only over one in auth.
    is_over_auth = lower.endswith(" auth") and not upper.endswith(" auth")
    return None if is_over_auth and setting != "project_name" else EMPTY


def all_cases():
    for setting, (one, other) in SETTINGS.items():
        places = [place for place in PLACES if setting in OF_AUTH or not place.endswith(" auth")]
        if setting == "region_name":
            places.remove("region")  # a region does not name itself
        for lower, upper in itertools.combinations(places, 2):
            for way in ("both", "empty", "dashes"):
                if way == "dashes" and upper == "variable":
                    continue
                name = setting.replace("_", "-") if way == "dashes" else setting
                files, variables = made(
                    setting, {lower: (setting, one), upper: (name, "" if way == "empty" else other)}
                )
                about = f"{setting}: {lower} and {upper}, {way}"
                yield case(about, files, variables, why=why(setting, lower, upper, way))


CASES = list(all_cases())
