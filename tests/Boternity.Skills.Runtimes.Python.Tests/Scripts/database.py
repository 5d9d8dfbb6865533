"""A database in memory and one in a file."""
import sqlite3

for place in (":memory:", "kept.db"):
    with sqlite3.connect(place) as connection:
        connection.execute("create table word (id integer primary key, text text, size real)")
        connection.executemany("insert into word (text, size) values (?, ?)", [("ä", 1.5), ("b", None), ("c", 3)])
        print(connection.execute("select id, text, size from word order by text desc").fetchall())
        print(connection.execute("select count(*), sum(size), json_extract('{\"a\":7}', '$.a') from word").fetchone())
        connection.create_function("twice", 1, lambda value: value * 2)
        print(connection.execute("select twice(21)").fetchone())
        try:
            connection.execute("insert into word (id) values (1)")
        except sqlite3.IntegrityError as error:
            print("IntegrityError", error)

    connection.close()

with sqlite3.connect("kept.db") as connection:
    connection.row_factory = sqlite3.Row
    print([dict(row) for row in connection.execute("select * from word where size > 2")])
