"""The `maillage` command."""

from maillage.command import app


def main() -> None:
    app()


if __name__ == "__main__":
    main()
