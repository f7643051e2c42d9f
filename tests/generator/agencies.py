"""Agencies that the generated reports are written for: real divisions, ordinary organs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """Who reports, and the division that it serves.

    Attributes:
        place: the part of the name that names the division; "" where there is none.
        organ: the rest of the name.
        self_name: how the organ speaks of itself in its text.
        level: level of the division; None where its area is no division.
        admin_code: six-digit code of the division, of its county for towns; None for national
            bodies and where the area is no division.
    """

    place: str
    organ: str
    self_name: str
    level: str | None
    admin_code: str | None
    province: str | None
    prefecture: str | None = None
    county: str | None = None

    @property
    def name(self) -> str:
        """The full name as printed."""
        return self.place + self.organ

    @property
    def short_name(self) -> str:
        """The name without its place but for the kind of division: 县信访局 of 资中县信访局."""
        return self.organ if self.level == "township" else self.place[-1:] + self.organ


AGENCIES: tuple[Agency, ...] = (
    Agency("资中县", "信访局", "我局", "county", "511025", "四川省", "内江市", "资中县"),
    Agency("绍兴市", "教育局", "我局", "prefecture", "330600", "浙江省", "绍兴市"),
    Agency("", "国家税务总局宿迁市税务局", "我局", "prefecture", "321300", "江苏省", "宿迁市"),
    Agency("贵州省", "科学技术厅", "我厅", "province", "520000", "贵州省"),
    Agency(
        "昆明市西山区",
        "碧鸡街道办事处",
        "本街道",
        "township",
        "530112",
        "云南省",
        "昆明市",
        "西山区",
    ),
    Agency("东莞市", "虎门镇人民政府", "我镇", "township", "441900", "广东省", "东莞市"),
    Agency("天津市河西区", "审计局", "我局", "county", "120103", "天津市", None, "河西区"),
    Agency("北京市", "交通委员会", "我委", "province", "110000", "北京市"),
    Agency(
        "陵水黎族自治县", "水务局", "我局", "county", "469028", "海南省", None, "陵水黎族自治县"
    ),
    Agency(
        "六安市舒城县", "生态环境分局", "我局", "county", "341523", "安徽省", "六安市", "舒城县"
    ),
    Agency(
        "呼伦贝尔市", "卫生健康委员会", "我委", "prefecture", "150700", "内蒙古自治区", "呼伦贝尔市"
    ),
    Agency("赤壁市", "市场监督管理局", "我局", "county", "421281", "湖北省", "咸宁市", "赤壁市"),
    Agency("大理白族自治州", "财政局", "我局", "prefecture", "532900", "云南省", "大理白族自治州"),
    Agency("万源市", "人民政府", "我市", "county", "511781", "四川省", "达州市", "万源市"),
    Agency(
        "重庆市渝北区", "人力资源和社会保障局", "我局", "county", "500112", "重庆市", None, "渝北区"
    ),
    Agency("石河子市", "民政局", "我局", "county", "659001", "新疆维吾尔自治区", None, "石河子市"),
    Agency("桂林市", "统计局", "我局", "prefecture", "450300", "广西壮族自治区", "桂林市"),
    Agency(
        "洛阳市涧西区",
        "人民政府办公室",
        "我办",
        "county",
        "410305",
        "河南省",
        "洛阳市",
        "涧西区",
    ),
    Agency("嘉峪关市", "应急管理局", "我局", "prefecture", "620200", "甘肃省", "嘉峪关市"),
    Agency("长春市二道区", "司法局", "我局", "county", "220105", "吉林省", "长春市", "二道区"),
    Agency("海门市", "教育局", "我局", "county", "320684", "江苏省", "南通市", "海门市"),
    Agency("南通市海门区", "教育局", "我局", "county", "320614", "江苏省", "南通市", "海门区"),
    Agency("万源市", "扶贫开发局", "我局", "county", "511781", "四川省", "达州市", "万源市"),
    Agency("万源市", "乡村振兴局", "我局", "county", "511781", "四川省", "达州市", "万源市"),
    Agency("桂林市", "应急管理局", "我局", "prefecture", "450300", "广西壮族自治区", "桂林市"),
    Agency("", "国家林业和草原局", "我局", "national", None, None),
)
