import elshi
from elshi import errors


def test_public_names_are_sorted_and_there() -> None:
    assert elshi.__all__ == sorted(elshi.__all__)
    for name in elshi.__all__:
        assert getattr(elshi, name) is not None


def test_every_deliberate_exception_is_in_the_tree_and_drawn() -> None:
    for name in errors.__all__:
        assert issubclass(getattr(errors, name), errors.ElshiError)
        assert name in (errors.__doc__ or "")
