"""The tables that a run keeps of its files and of what happened to them."""

from transform.columns import REPORT_ID, Column, TableSpec

SOURCES = TableSpec(
    "sources",
    "每个来源文件（含压缩包及其成员）一行，无论是否读得出",
    "one row each source file, archives and their members included, read or not",
    (
        Column("source_root", "text", "来源目录", "the folder that was given to a run", True),
        Column(
            "source_path",
            "text",
            "相对路径；压缩包成员为“压缩包!/成员”",
            "path relative to the root; archive.zip!/member for a member",
            True,
        ),
        Column("source_sha256", "text", "文件内容的 sha256", "sha256 of the file's bytes", True),
        Column("size", "bigint", "字节数", "size in bytes", True),
        Column(
            "modified_ns",
            "bigint",
            "文件修改时间（纳秒）",
            "modification time in nanoseconds",
            True,
        ),
        Column(
            "gone",
            "boolean",
            "最近一次运行时已不在来源目录",
            "no longer under its root in the last run over it",
            True,
        ),
        Column(
            "archive_path",
            "text",
            "所在压缩包的相对路径；不在压缩包中时为空",
            "path of the archive that holds it; null for a file of its own",
        ),
        Column(
            "listed_by",
            "text",
            "展开该压缩包的读取程序版本，或读取该清单的程序版本；其他文件为空",
            "of an archive that stands for its members, and of a manifest, the version of the "
            "reading that listed them; null for all else",
        ),
    ),
    key=("source_root", "source_path"),
)

REPLACED = TableSpec(
    "replaced",
    "同一路径上先后两个内容的每一对一行",
    "one row each pair of contents of which one replaced the other at a path",
    (
        Column("source_root", "text", "来源目录", "the folder that was given to a run", True),
        Column("source_path", "text", "相对路径", "path relative to the root", True),
        Column("source_sha256", "text", "原内容的 sha256", "sha256 of the former bytes", True),
        Column("replaced_by", "text", "新内容的 sha256", "sha256 of the new bytes", True),
        Column(
            "seen_at", "timestamp", "首次发现的时间（UTC）", "when a run first found it (UTC)", True
        ),
    ),
    key=("source_root", "source_path", "source_sha256", "replaced_by"),
)

QUARANTINED = TableSpec(
    "quarantined",
    "每个不能读的文件一行",
    "one row each file content that could not be read as a report",
    (
        Column("source_sha256", "text", "文件内容的 sha256", "sha256 of the file's bytes", True),
        Column("code", "text", "原因代码", "short name of the reason", True),
        Column("message", "text", "原因", "the reason in Chinese", True),
        Column("message_en", "text", "英文原因", "the reason in English", True),
    ),
    key=("source_sha256",),
)

AGENCY_ID_HISTORY = TableSpec(
    "agency_id_history",
    "每份报告的机关标识每次改变一行；与机构沿革无关",
    "one row each time that a report's agency_id changed because it is told better; no succession",
    (
        REPORT_ID,
        Column("former_agency_id", "text", "原标识；原先无法判定时为空", "before; null if untold"),
        Column("agency_id", "text", "新标识；无法判定时为空", "after; null if untold"),
        Column(
            "cause",
            "text",
            "resolver 判定程序更新、origin 清单或路径改变",
            "resolver: a new version tells it; origin: the manifest or the path changed",
            True,
        ),
        Column("former_version", "text", "原解析程序的版本", "transform_version before", True),
        Column("version", "text", "新解析程序的版本", "transform_version after", True),
        Column("changed_at", "timestamp", "何时改变（UTC）", "when it changed (UTC)", True),
    ),
    key=("report_id", "changed_at"),
)
