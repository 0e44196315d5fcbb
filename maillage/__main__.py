"""The `maillage` command."""

from kit import starting
from maillage.command import app


def main() -> None:
    starting.search_again()
    app()


if __name__ == "__main__":
    main()
