import coverage


def test_catalogue():
    rows = coverage.catalogue()
    assert len(rows) == 561 + 42
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(set(row["kinds"].split("+")) <= coverage.KINDS and row["meaning"] for row in rows)


def test_marks_are_found(tmp_path):
    path = tmp_path / "tests" / "test_x.py"
    path.parent.mkdir()
    path.write_text('@covers("Q-04")\nclass TestX:\n    @covers("Q-05", "Q-06")\n    def test_y(self):\n        pass\n')
    found = coverage.marks([path.parent])
    assert {key: [t.partition(":")[2] for t in tests] for key, tests in found.items()} == {
        "Q-04": ["TestX"],
        "Q-05": ["TestX.test_y"],
        "Q-06": ["TestX.test_y"],
    }


def test_unknown_requirement_fails(tmp_path):
    (tmp_path / "test_x.py").write_text('@covers("Q-999")\ndef test_y():\n    pass\n')
    assert any("Q-999" in problem for problem in coverage.problems(coverage.marks([tmp_path])))
