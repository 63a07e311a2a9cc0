/// The text of a saved plan with every kind of change.
let savedPlanText = """
    {
      "format_version": 1,
      "kind": "saved_plan",
      "tool": {
        "name": "glance-share",
        "version": "1.2.3"
      },
      "made_at": "2027-01-15T08:00:00.125Z",
      "commit": "0123abcd",
      "manifest_sha256": "cafe",
      "cloud": {
        "name": "prod",
        "region": null,
        "image_endpoint": "https://image.example.org",
        "project_id": "e4536b98",
        "project_name": "golden"
      },
      "images": [
        {
          "image": "00000000-0000-4000-8000-000000000001",
          "description": "Debian 12",
          "name": "web",
          "sets": [
            "debian-12",
            "golden"
          ],
          "source": {
            "file": "sharing.yaml",
            "line": 4,
            "column": 3
          },
          "members": 3,
          "fingerprint": "000000000000beef",
          "changes": [
            {
              "action": "add",
              "member": "00000000000000000000000000000001",
              "name": "web",
              "source": {
                "file": "sharing.yaml",
                "line": 2,
                "column": 5
              },
              "other_sources": [
                {
                  "file": "more.yaml",
                  "line": 9,
                  "column": 7
                }
              ],
              "until": "2027-01-31",
              "ends_at": "2027-02-01T00:00:00.000Z",
              "reason": "web"
            },
            {
              "action": "accept",
              "member": "00000000000000000000000000000001",
              "name": "web",
              "source": {
                "file": "sharing.yaml",
                "line": 2,
                "column": 5
              },
              "other_sources": [
                {
                  "file": "more.yaml",
                  "line": 9,
                  "column": 7
                }
              ],
              "until": "2027-01-31",
              "ends_at": "2027-02-01T00:00:00.000Z",
              "reason": "web"
            },
            {
              "action": "remove",
              "member": "00000000000000000000000000000002",
              "source": {
                "file": "sharing.yaml",
                "line": 3,
                "column": 5
              },
              "cause": "revoked",
              "status": "accepted",
              "since": "2026-03-01T12:00:00Z",
              "rows": 1
            },
            {
              "action": "remove",
              "member": "00000000000000000000000000000003",
              "source": {
                "file": "sharing.yaml",
                "line": 4,
                "column": 5
              },
              "cause": "expired",
              "status": "pending",
              "since": null,
              "rows": 2,
              "until": "2026-09-21T14:13:20Z",
              "ends_at": "2026-09-21T14:13:20.000Z"
            },
            {
              "action": "remove",
              "member": "00000000000000000000000000000004",
              "source": {
                "file": "sharing.yaml",
                "line": 5,
                "column": 5
              },
              "cause": "not_listed",
              "status": "rejected",
              "since": null,
              "rows": 1
            }
          ]
        },
        {
          "image": "00000000-0000-4000-8000-000000000002",
          "source": {
            "file": "sharing.yaml",
            "line": 4,
            "column": 3
          },
          "members": 0,
          "fingerprint": "0000000000000000",
          "changes": [
            {
              "action": "add",
              "member": "00000000000000000000000000000001",
              "name": "web",
              "source": {
                "file": "sharing.yaml",
                "line": 2,
                "column": 5
              }
            }
          ]
        }
      ],
      "members_of_other_images": 17,
      "problems": [
        {
          "code": "lookup_forbidden",
          "image": null,
          "member": null,
          "message": "may not look"
        },
        {
          "code": "image_not_found",
          "image": "00000000-0000-4000-8000-000000000003",
          "member": null,
          "message": "no such image"
        }
      ],
      "checksum": "sha256:c4be1a021cd2f43c305694a62374cfbf53ced1fd781f25a7411106a3e36bc2a3"
    }

    """
