"""Names of real organs, all public facts, and what they must mean."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.agencies import Surroundings, resolve
from transform.divisions import all_divisions, divisions_named, has_no_counties
from transform.gazetteer import Division, Level, read_yaml
from transform.organ_words import organ_words

# name | level | admin_code | province | prefecture | county | sector; "-" is null
ORGANS = """
北京市人民政府 | province | 110000 | 北京市 | - | - | government
北京市教育委员会 | province | 110000 | 北京市 | - | - | education
上海市浦东新区人民政府 | county | 310115 | 上海市 | - | 浦东新区 | government
天津市滨海新区教育和体育局 | county | 120116 | 天津市 | - | 滨海新区 | education
重庆市江北区信访办公室 | county | 500105 | 重庆市 | - | 江北区 | petitions
重庆市石柱土家族自治县财政局 | county | 500240 | 重庆市 | - | 石柱土家族自治县 | finance
石柱县财政局 | county | 500240 | 重庆市 | - | 石柱土家族自治县 | finance
北京市海淀区中关村街道办事处 | township | 110108 | 北京市 | - | 海淀区 | subdistrict
北京市朝阳区高碑店地区办事处 | township | 110105 | 北京市 | - | 朝阳区 | subdistrict
北京市规划和自然资源委员会海淀分局 | county | 110108 | 北京市 | - | 海淀区 | natural_resources
宁夏回族自治区人民政府办公厅 | province | 640000 | 宁夏回族自治区 | - | - | government_office
宁夏自然资源厅 | province | 640000 | 宁夏回族自治区 | - | - | natural_resources
广西壮族自治区发展和改革委员会 | province | 450000 | 广西壮族自治区 | - | - | development_reform
内蒙古自治区林业和草原局 | province | 150000 | 内蒙古自治区 | - | - | forestry
吉林省工业和信息化厅 | province | 220000 | 吉林省 | - | - | industry_information
吉林市船营区人民政府 | county | 220204 | 吉林省 | 吉林市 | 船营区 | government
吉林市财政局 | prefecture | 220200 | 吉林省 | 吉林市 | - | finance
吴忠市信访局 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | petitions
吴忠信访局 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | petitions
吴忠市政务服务中心 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | government_services
原州区人民政府办公室 | county | 640402 | 宁夏回族自治区 | 固原市 | 原州区 | government_office
宁夏固原市原州区政府办 | county | 640402 | 宁夏回族自治区 | 固原市 | 原州区 | government_office
四川省内江市资中县信访局 | county | 511025 | 四川省 | 内江市 | 资中县 | petitions
内江资中县信访局 | county | 511025 | 四川省 | 内江市 | 资中县 | petitions
资中县水南镇人民政府 | township | 511025 | 四川省 | 内江市 | 资中县 | township
忻州市民族宗教事务局 | prefecture | 140900 | 山西省 | 忻州市 | - | ethnic_religious
恩施州财政局 | prefecture | 422800 | 湖北省 | 恩施土家族苗族自治州 | - | finance
恩施市教育局 | county | 422801 | 湖北省 | 恩施土家族苗族自治州 | 恩施市 | education
大理市人民政府 | county | 532901 | 云南省 | 大理白族自治州 | 大理市 | government
黔东南州卫生健康局 | prefecture | 522600 | 贵州省 | 黔东南苗族侗族自治州 | - | health
克州公安局 | prefecture | 653000 | 新疆维吾尔自治区 | 克孜勒苏柯尔克孜自治州 | - | public_security
伊犁哈萨克自治州水利局 | prefecture | 654000 | 新疆维吾尔自治区 | 伊犁哈萨克自治州 | - | water
喀什地区行政公署 | prefecture | 653100 | 新疆维吾尔自治区 | 喀什地区 | - | government
喀什市住建局 | county | 653101 | 新疆维吾尔自治区 | 喀什地区 | 喀什市 | housing_construction
锡林郭勒盟行政公署 | prefecture | 152500 | 内蒙古自治区 | 锡林郭勒盟 | - | government
科右前旗教育局 | county | 152221 | 内蒙古自治区 | 兴安盟 | 科尔沁右翼前旗 | education
鄂温克旗人民政府 | county | 150724 | 内蒙古自治区 | 呼伦贝尔市 | 鄂温克族自治旗 | government
前郭尔罗斯蒙古族自治县审计局 | county | 220721 | 吉林省 | 松原市 | 前郭尔罗斯蒙古族自治县 | audit
新疆生产建设兵团第八师石河子市教育局 | county | 659001 | 新疆维吾尔自治区 | - | 石河子市 | education
第八师石河子市人民政府 | county | 659001 | 新疆维吾尔自治区 | - | 石河子市 | government
神农架林区人民政府 | county | 429021 | 湖北省 | - | 神农架林区 | government
六盘水市六枝特区农业农村局 | county | 520203 | 贵州省 | 六盘水市 | 六枝特区 | agriculture_rural
济源市人民政府 | county | 419001 | 河南省 | - | 济源市 | government
仙桃市财政局 | county | 429004 | 湖北省 | - | 仙桃市 | finance
石河子市教育局 | county | 659001 | 新疆维吾尔自治区 | - | 石河子市 | education
海南省琼中黎族苗族自治县商务局 | county | 469030 | 海南省 | - | 琼中黎族苗族自治县 | commerce
东莞市人民政府 | prefecture | 441900 | 广东省 | 东莞市 | - | government
东莞市长安镇人民政府 | township | 441900 | 广东省 | 东莞市 | - | township
中山市东区街道办事处 | township | 442000 | 广东省 | 中山市 | - | subdistrict
儋州市那大镇人民政府 | township | 460400 | 海南省 | 儋州市 | - | township
嘉峪关市文殊镇人民政府 | township | 620200 | 甘肃省 | 嘉峪关市 | - | township
长春市朝阳区教育局 | county | 220104 | 吉林省 | 长春市 | 朝阳区 | education
南京市鼓楼区人民政府 | county | 320106 | 江苏省 | 南京市 | 鼓楼区 | government
福州市鼓楼区人民政府 | county | 350102 | 福建省 | 福州市 | 鼓楼区 | government
攀枝花市东区人民政府 | county | 510402 | 四川省 | 攀枝花市 | 东区 | government
海门市人民政府 | county | 320684 | 江苏省 | 南通市 | 海门市 | government
杭州市江干区城市管理局 | county | 330104 | 浙江省 | 杭州市 | 江干区 | urban_management
六安市舒城县生态环境分局 | county | 341523 | 安徽省 | 六安市 | 舒城县 | ecology_environment
六安市生态环境局舒城分局 | county | 341523 | 安徽省 | 六安市 | 舒城县 | ecology_environment
南昌市公安局东湖分局 | county | 360102 | 江西省 | 南昌市 | 东湖区 | public_security
国家税务总局宿迁市税务局 | prefecture | 321300 | 江苏省 | 宿迁市 | - | tax
国家税务总局宿迁市宿豫区税务局 | county | 321311 | 江苏省 | 宿迁市 | 宿豫区 | tax
国家税务总局宁夏回族自治区税务局 | province | 640000 | 宁夏回族自治区 | - | - | tax
国家税务总局 | national | - | - | - | - | tax
国家统计局吴忠调查队 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | statistics
国家统计局四川调查总队 | province | 510000 | 四川省 | - | - | statistics
国家统计局宿松调查队 | county | 340826 | 安徽省 | 安庆市 | 宿松县 | statistics
中国银保监会吴忠监管分局 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | other_vertical
中国证券监督管理委员会宁夏监管局 | province | 640000 | 宁夏回族自治区 | - | - | other_vertical
吴忠市气象局 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | meteorology
吴忠市烟草专卖局 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | other_vertical
青岛海关 | - | - | - | - | - | customs
中华人民共和国吴忠海关 | - | - | - | - | - | customs
宁波海事局 | - | - | - | - | - | other_vertical
审计署驻郑州特派员办事处 | - | - | - | - | - | other_vertical
财政部 | national | - | - | - | - | finance
国家发展和改革委员会 | national | - | - | - | - | development_reform
国务院国有资产监督管理委员会 | national | - | - | - | - | state_assets
合肥高新技术产业开发区管理委员会 | prefecture | 340100 | 安徽省 | 合肥市 | - | zone
吴忠市金积工业园区管委会 | prefecture | 640300 | 宁夏回族自治区 | 吴忠市 | - | zone
天津经济技术开发区管理委员会 | province | 120000 | 天津市 | - | - | zone
重庆两江新区管理委员会 | province | 500000 | 重庆市 | - | - | zone
资中县经济开发区管理委员会 | county | 511025 | 四川省 | 内江市 | 资中县 | zone
台州湾经济技术开发区管委会 | - | - | - | - | - | zone
火炬高技术产业开发区管理委员会 | - | - | - | - | - | zone
合肥市自然资源和规划局高新区分局 | prefecture | 340100 | 安徽省 | 合肥市 | - | natural_resources
忻州市教育体育局 | prefecture | 140900 | 山西省 | 忻州市 | - | education
忻州市科技和工业信息化局 | prefecture | 140900 | 山西省 | 忻州市 | - | science_technology
忻州市文化广电旅游体育局 | prefecture | 140900 | 山西省 | 忻州市 | - | culture_tourism
忻州市人力资源和社会保障局 | prefecture | 140900 | 山西省 | 忻州市 | - | human_resources
忻州市人民政府国有资产监督管理委员会 | prefecture | 140900 | 山西省 | 忻州市 | - | state_assets
忻州市市场监督管理局 | prefecture | 140900 | 山西省 | 忻州市 | - | market_regulation
忻州市市政管理处 | prefecture | 140900 | 山西省 | 忻州市 | - | urban_management
忻州市行政审批服务管理局 | prefecture | 140900 | 山西省 | 忻州市 | - | government_services
忻州市医疗保障局 | prefecture | 140900 | 山西省 | 忻州市 | - | healthcare_security
忻州市退役军人事务局 | prefecture | 140900 | 山西省 | 忻州市 | - | veterans
忻州市应急管理局 | prefecture | 140900 | 山西省 | 忻州市 | - | emergency
忻州市交通运输局 | prefecture | 140900 | 山西省 | 忻州市 | - | transport
忻州市体育局 | prefecture | 140900 | 山西省 | 忻州市 | - | sport
忻州市民政局 | prefecture | 140900 | 山西省 | 忻州市 | - | civil_affairs
忻州市司法局 | prefecture | 140900 | 山西省 | 忻州市 | - | justice
忻州市统计局 | prefecture | 140900 | 山西省 | 忻州市 | - | statistics
忻州市档案馆 | prefecture | 140900 | 山西省 | 忻州市 | - | archives
忻州市机关事务管理局 | prefecture | 140900 | 山西省 | 忻州市 | - | other
忻州市中医医院 | prefecture | 140900 | 山西省 | 忻州市 | - | institution
忻州市住房公积金管理中心 | prefecture | 140900 | 山西省 | 忻州市 | - | institution
清华大学 | - | - | - | - | - | institution
国家税务总局税务干部学院 | - | - | - | - | - | institution
上海铁路局 | - | - | - | - | - | transport
中国人民银行西安分行 | - | - | - | - | - | other_vertical
自然资源部东海局 | - | - | - | - | - | natural_resources
国家税务总局杨凌农业高新技术产业示范区税务局 | - | - | - | - | - | tax
成都市武侯生态环境局 | county | 510107 | 四川省 | 成都市 | 武侯区 | ecology_environment
四川省都江堰水利发展中心 | province | 510000 | 四川省 | - | - | water
福建省平潭综合实验区管理委员会 | province | 350000 | 福建省 | - | - | zone
江苏省昆山高新区管委会 | county | 320583 | 江苏省 | 苏州市 | 昆山市 | zone
秦皇岛北戴河新区管理委员会 | prefecture | 130300 | 河北省 | 秦皇岛市 | - | zone
中国(福建)自由贸易试验区厦门片区管理委员会 | prefecture | 350200 | 福建省 | 厦门市 | - | zone
四川天府新区成都管理委员会 | prefecture | 510100 | 四川省 | 成都市 | - | zone
河北雄安新区雄县人民政府 | county | 130638 | 河北省 | 保定市 | 雄县 | government
伊犁州塔城地区行政公署 | prefecture | 654200 | 新疆维吾尔自治区 | 塔城地区 | - | government
河池市场监督管理局 | prefecture | 451200 | 广西壮族自治区 | 河池市 | - | market_regulation
和县县政府办公室 | county | 340523 | 安徽省 | 马鞍山市 | 和县 | government_office
北京市城市管理委员会 | province | 110000 | 北京市 | - | - | urban_management
四川省烟草公司内江市公司 | prefecture | 511000 | 四川省 | 内江市 | - | other_vertical
国家矿山安全监察局河南局 | province | 410000 | 河南省 | - | - | other_vertical
吉林监管局 | province | 220000 | 吉林省 | - | - | other_vertical
资中县水南镇财政所 | township | 511025 | 四川省 | 内江市 | 资中县 | finance
中山市古镇镇人民政府 | township | 442000 | 广东省 | 中山市 | - | township
京山市新市镇人民政府 | township | 420882 | 湖北省 | 荆门市 | 京山市 | township
泽普县奎依巴格区公所 | township | 653124 | 新疆维吾尔自治区 | 喀什地区 | 泽普县 | township
沈阳市和平区人民政府南湖街道办事处 | township | 210102 | 辽宁省 | 沈阳市 | 和平区 | subdistrict
"""

ROWS = [
    [None if field.strip() == "-" else field.strip() for field in line.split("|")]
    for line in ORGANS.strip().splitlines()
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_name_of_organ_tells_its_division_and_sector(row: list[str | None]) -> None:
    name, *expected = row
    assert name is not None
    agency = resolve(name).agency
    assert agency is not None
    assert [
        agency.level,
        agency.admin_code,
        agency.province,
        agency.prefecture,
        agency.county,
        agency.sector,
    ] == expected


REFUSED = [
    "信访局",
    "市信访局",
    "县信访局",
    "区人民政府办公室",
    "市市场监督管理局",
    "水南镇人民政府",
    "北京路街道办事处",
    "朝阳镇人民政府",
    "朝阳区教育局",
    "鼓楼区人民政府",
    "城区人民政府",
    "长沙市暮云街道办事处",
    "国有资产监督管理委员会",
    "国家税务总局朝阳区税务局",
    "大理经济技术开发区管理委员会",
    "四平市吴忠市教育局",
    "四平市某某县教育局",
    "嘉峪关市雄关区",
    "六安市某县水南镇人民政府",
    "陕西省河南财政厅",
    "北京市河北区教育局",
    "海关",
    "隶属海关",
    "铁路监督管理局",
    "公安交通管理局",
    "港口管理局",
    "师范学院",
    "国营农场",
    "国家税务总局朝阳税务局",
    "河南投资促进局",
    "黄山风景区管理委员会",
    "莘县路街道办事处",
    "经开区管委会",
    "高新技术产业开发区管理委员会",
    "人民医院",
    "第一中学",
]


@pytest.mark.parametrize("name", REFUSED)
def test_name_without_a_sure_place_is_no_agency(name: str) -> None:
    assert resolve(name).agency is None


IN_CONTEXT = [
    ("市信访局", "吴忠市委、市政府高度重视,吴忠市信访局", "640300"),
    ("市信访局", "吴忠市和银川市", None),
    ("市信访局", "赴银川市学习", None),
    ("市信访局", "银川市人民政府网站", "640100"),
    ("市信访局", "吴忠市、吴忠市人民政府、在吴忠市,赴银川市学习", "640300"),
    ("区人民政府办公室", "原州区2021年政务公开工作要点,宁夏回族自治区", "640402"),
    ("区人民政府办公室", "宁夏回族自治区", None),
    ("朝阳区教育局", "长春市朝阳区", "220104"),
    ("朝阳区教育局", "中共北京市委", "110105"),
    ("朝阳区教育局", "北京市、长春市", None),
    ("鼓楼区人民政府", "江苏省徐州市", "320302"),
    ("鼓楼区人民政府", "江苏省", None),
    ("县财政局", "建立示范县,政策和县财政局", None),
    ("水南镇人民政府", "资中县人民政府网站", "511025"),
    ("水南镇人民政府", "资中县、威远县", None),
    ("长沙市暮云街道办事处", "天心区人民政府", "430103"),
    ("长沙市暮云街道办事处", "资中县人民政府", None),
    ("大理经济技术开发区管理委员会", "大理白族自治州人民政府", "532900"),
    ("通化经济开发区管理委员会", "通化县人民政府", "220521"),
    ("朝阳区教育局", "赴北京市朝阳区学习", None),
    ("县财政局", "与汝城县人民政府签订协议", None),
    ("县财政局", "汝城县人民政府网站", "431026"),
    ("鼓楼区教育局", "南京市与徐州市", None),
    ("古县渡镇人民政府", "鄱阳县人民政府网站", None),
    ("古县南垣乡人民政府", "", "141025"),
    ("东湖高新区管理委员会", "", None),
    ("东湖高新区管理委员会", "南昌市东湖区人民政府", "360102"),
    ("太湖渔业管理委员会", "", None),
    ("太湖渔业管理委员会", "太湖县人民政府", "340825"),
    ("自治区财政厅", "宁夏回族自治区人民政府", "640000"),
    ("林区财政局", "神农架林区人民政府网站", "429021"),
]


@pytest.mark.parametrize(("name", "text", "code"), IN_CONTEXT)
def test_text_settles_what_the_name_leaves_open(name: str, text: str, code: str | None) -> None:
    agency = resolve(name, Surroundings(text)).agency
    assert (agency and agency.admin_code) == code


SAME = [
    ("四川省内江市资中县信访局", "资中县信访局"),
    ("恩施州财政局", "恩施土家族苗族自治州财政局"),
    ("吴忠信访局", "吴忠市信访局"),
    ("资中县水南镇", "资中县水南镇人民政府"),
    ("海淀区中关村街道", "北京市海淀区中关村街道办事处"),
    ("原州区政府办公室", "固原市原州区人民政府办公室"),
    ("原州区", "原州区人民政府"),
    ("合肥高新区管委会", "合肥高新区管理委员会"),
    ("中华人民共和国青岛海关", "青岛海关"),
    ("六安市舒城县生态环境分局", "六安市生态环境局舒城分局"),
    ("六安市舒城县生态环境分局", "安徽省六安市生态环境局舒城县分局"),
    ("舒城县生态环境分局", "六安市舒城县生态环境分局"),
    ("南昌市公安局东湖分局", "南昌市公安局东湖区分局"),
    ("资中县税务局", "国家税务总局资中县税务局"),
    ("国家统计局资中县调查队", "资中调查队"),
    ("宁夏证监局", "中国证监会宁夏监管局"),
    ("中国银保监会吴忠监管分局", "吴忠银保监分局"),
    ("国土资源部", "中华人民共和国国土资源部"),
    ("国家发改委", "国家发展和改革委员会"),
    ("海关总署(本级机关)", "海关总署"),
    ("吴忠市信访局(机关本级)", "吴忠市信访局"),
    ("资中县发改委", "资中县发展改革委员会"),
    ("资中县人社局", "资中县人力资源社会保障局"),
    ("忻州市国资委", "忻州市人民政府国有资产监督管理委员会"),
    ("中共资中县委资中县人民政府信访局", "资中县委县政府信访局"),
    ("资中县委、县政府信访局", "资中县信访局"),
    ("中共内江市委办公室、内江市人民政府办公室", "内江市政府办"),
    ("喀什地区政府", "喀什地区行政公署"),
    ("河池市场监督管理局", "河池市市场监督管理局"),
    ("资中县水南镇党委", "资中县水南镇人民政府"),
    ("资中水南镇人民政府", "资中县水南镇人民政府"),
    ("平顶山市新华区矿工路办事处", "平顶山市新华区矿工路街道办事处"),
    ("资中县经济开发区", "资中经济开发区管委会"),
    ("第八师石河子市教育局", "新疆生产建设兵团第八师石河子市教育局"),
]
DIFFERENT = [
    ("北京市朝阳区教育局", "长春市朝阳区教育局"),
    ("资中县人民政府", "资中县人民政府办公室"),
    ("资中县教育局", "资中县教育体育局"),
    ("资中县国土资源局", "资中县自然资源局"),
    ("资中县市场监督管理局", "资中县工商行政管理局"),
    ("资中县国家税务局", "资中县地方税务局"),
    ("资中县国家税务局", "资中县税务局"),
    ("资中县发展改革和粮食局", "资中县发展改革局"),
    ("资中县民族宗教局", "资中县教委"),
    ("资中县水南镇人民政府", "资中县水南镇党政办公室"),
    ("资中县公安局", "资中县公安局交通警察大队"),
    ("资中县教育局", "资中县教育局(资中县体育局)"),
    ("国家统计局吴忠调查队", "吴忠市统计局"),
    ("国家质检总局", "国家市场监督管理总局"),
    ("石河子市教育局", "第八师石河子市教育局"),
    ("大理市人民政府", "大理州人民政府"),
    ("海门市教育局", "南通市海门区教育局"),
    ("合肥高新技术产业开发区管理委员会", "合肥高新技术产业开发区财政局"),
    ("资中县水南镇人民政府", "资中县人民政府"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_printings_of_one_agency_have_one_identifier(one: str, other: str) -> None:
    around = Surroundings("资中县人民政府门户网站")
    assert resolve(one, around).agency == resolve(other, around).agency
    assert resolve(one, around).agency is not None


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_agencies_have_different_identifiers(one: str, other: str) -> None:
    first, second = resolve(one).agency, resolve(other).agency
    assert first is not None
    assert second is not None
    assert first.agency_id != second.agency_id


NEWEST = [d for d in all_divisions() if d in divisions_named(d.name)]
"""What a name means when no year is known."""
TRADES = ["信访局", "人民政府", "人民政府办公室", "市场监督管理局", "经济开发区管理委员会"]


@given(
    division=st.sampled_from(NEWEST),
    trade=st.sampled_from(TRADES),
    upper=st.lists(st.sampled_from(["province", "prefecture"]), unique=True),
)
def test_code_is_right_or_absent_for_any_division(
    division: Division, trade: str, upper: list[str]
) -> None:
    places = [getattr(division, level) for level in ("province", "prefecture") if level in upper]
    name = "".join(p for p in places if p and p != division.name) + division.name + trade
    agency = resolve(name).agency
    assert agency is None or agency.admin_code == division.code


@given(
    division=st.sampled_from(NEWEST),
    town=st.sampled_from(["城关镇", "新华街道办事处", "和平乡人民政府", "中山街道", "长安镇"]),
)
def test_town_has_the_code_of_its_county_or_none(division: Division, town: str) -> None:
    agency = resolve(division.name + town).agency
    holds_towns = division.level is Level.COUNTY or has_no_counties(division)
    if agency is not None:
        assert holds_towns
        assert agency.admin_code == division.code
        assert agency.level == "township"


ALONE = [
    ("新疆生产建设兵团第八师", "other"),
    ("新疆生产建设兵团第八师教育局", "education"),
    ("成都轨道交通集团有限公司", "transport"),
]


@pytest.mark.parametrize(("name", "sector"), ALONE)
def test_bodies_whose_area_is_no_division_are_told_by_their_name(name: str, sector: str) -> None:
    agency = resolve(name).agency
    assert agency is not None
    assert (agency.agency_name, agency.sector) == (name, sector)
    assert (agency.level, agency.admin_code) == (None, None)


def test_zone_without_a_division_keeps_its_organ() -> None:
    committee, bureau = resolve("雄安新区管委会"), resolve("国家税务总局雄安新区税务局")
    assert committee.agency is not None
    assert bureau.agency is not None
    assert committee.agency.agency_name == "雄安新区管理委员会"
    assert bureau.agency.agency_name == "国家税务总局雄安新区税务局"


@pytest.mark.parametrize("name", ["城市建设投资集团有限公司", "水务集团", "第八师"])
def test_names_that_many_bodies_share_tell_no_agency(name: str) -> None:
    assert resolve(name).agency is None


def test_company_named_with_its_place_serves_that_place() -> None:
    agency = resolve("资中县水务集团有限公司").agency
    assert agency is not None
    assert (agency.level, agency.admin_code) == ("county", "511025")


PARTS = [
    ("资中县人民政府办公室", "资中县人民政府"),
    ("资中县政府办", "资中县人民政府"),
    ("资中县人民政府政务公开办公室", "资中县人民政府"),
    ("喀什地区行政公署办公室", "喀什地区行政公署"),
    ("四川省人民政府办公厅政府信息与政务公开办公室", "四川省人民政府办公厅"),
    ("六安市舒城县生态环境分局", "六安市生态环境局"),
    ("北京市规划和自然资源委员会海淀分局", "北京市规划和自然资源委员会"),
    ("北京市公安局海淀分局中关村派出所", "北京市公安局"),
    ("南昌市公安局交通管理局", "南昌市公安局"),
    ("国家税务总局青岛市税务局第一稽查局", "国家税务总局青岛市税务局"),
    ("天津市规划和自然资源局和平分局", "天津市规划和自然资源局"),
    ("资中县水南镇党政办公室", "资中县水南镇人民政府"),
    ("资中县水南镇中心小学", "资中县水南镇人民政府"),
    ("资中县人民政府", None),
    ("资中县教育局", None),
    ("国家税务总局资中县税务局", None),
    ("海淀区规划和自然资源分局", None),
    ("资中县机构编制委员会办公室", None),
    ("资中县教育局(资中县体育局)", None),
    ("资中县自然资源局、资中县林业局", None),
]


@pytest.mark.parametrize(("name", "whole"), PARTS)
def test_body_that_a_name_says_it_is_part_of(name: str, whole: str | None) -> None:
    agency = resolve(name).agency
    assert agency is not None
    assert agency.part_of == whole


@pytest.mark.parametrize(("name", "whole"), [row for row in PARTS if row[1]])
def test_body_that_another_is_part_of_resolves_to_the_same_name(name: str, whole: str) -> None:
    agency = resolve(whole).agency
    assert agency is not None
    assert agency.agency_name == whole


PLACES_FROM = [
    ("资中县信访局", "", "name"),
    ("县信访局", "资中县人民政府", "text"),
    ("朝阳区教育局", "长春市朝阳区", "text"),
    ("长春市朝阳区教育局", "北京市朝阳区", "name"),
    ("长沙市暮云街道办事处", "天心区人民政府", "text"),
    ("财政部", "资中县人民政府", None),
    ("青岛海关", "资中县人民政府", None),
    ("县信访局", "", None),
]


@pytest.mark.parametrize(("name", "text", "place_from"), PLACES_FROM)
def test_where_the_place_is_told(name: str, text: str, place_from: str | None) -> None:
    assert resolve(name, Surroundings(text)).place_from == place_from


def test_divisions_that_stay_open_are_candidates() -> None:
    assert {d.code for d in resolve("鼓楼区人民政府").candidates} == {
        "320106",
        "320302",
        "350102",
        "410204",
    }
    assert resolve("南京市鼓楼区人民政府").candidates == ()
    assert resolve("信访局").candidates == ()


YEARS = [
    ("崇川区教育局", 2019, "320602"),
    ("崇川区教育局", 2021, "320613"),
    ("崇川区教育局", None, "320613"),
    ("公主岭市人民政府", 2018, "220381"),
    ("公主岭市人民政府", 2022, "220184"),
    ("海门市教育局", 2023, "320684"),
    ("海门市教育局", 2015, "320684"),
    ("三亚市崖州镇人民政府", 2012, "460200"),
    ("三亚市崖州镇人民政府", 2020, None),
    ("徐州市国土资源局铜山分局", 2015, "320312"),
]


@pytest.mark.parametrize(("name", "year", "code"), YEARS)
def test_report_year_tells_which_division_of_a_lineage(
    name: str, year: int | None, code: str | None
) -> None:
    agency = resolve(name, None, year).agency
    assert (agency and agency.admin_code) == code


def test_town_under_a_zone_has_the_code_of_no_county() -> None:
    agency = resolve("成都高新区桂溪街道办事处").agency
    assert agency is not None
    assert (agency.level, agency.admin_code, agency.prefecture) == ("township", None, "成都市")
    inside = resolve("资中县经济开发区水南镇人民政府").agency
    assert inside is not None
    assert (inside.level, inside.admin_code) == ("township", "511025")


NO_NAMES = [
    "",
    "市",
    "()",
    "资中县2021年工作要点",
    "资中县财政",
    "财政部门",
    "第八师",
    "资" * 500,
    "资中县" * 100 + "信访局",
    "国家税务总局" * 60,
    "四川省" + "镇" * 80,
]


@pytest.mark.parametrize("name", NO_NAMES, ids=lambda name: name[:12])
def test_what_is_no_name_tells_no_agency(name: str) -> None:
    assert resolve(name).agency is None


@given(
    st.text(
        alphabet="资中县吴忠市城区水南镇乡街道办事处人民政府局委员会开发区税务总海关分第一(),、",
        max_size=60,
    )
)
def test_any_text_is_read_or_refused(name: str) -> None:
    agency = resolve(name, Surroundings(name), 2021).agency
    if agency is not None:
        assert agency.agency_name
        assert (agency.admin_code is None) or len(agency.admin_code) == 6


SECTORS = frozenset(
    """
    government government_office township subdistrict zone petitions development_reform education
    science_technology industry_information ethnic_religious public_security civil_affairs justice
    finance human_resources natural_resources ecology_environment housing_construction
    urban_management transport water agriculture_rural forestry commerce culture_tourism sport
    health healthcare_security veterans emergency audit state_assets market_regulation statistics
    government_services archives tax customs meteorology other_vertical institution other
    """.split()  # noqa: SIM905 (a list of 43 lines says no more)
)


def test_words_of_trades_are_of_one_sector_of_the_contract() -> None:
    trades = read_yaml((files("transform") / "sectors.yaml").read_text(encoding="utf-8"))
    assert set(trades) <= SECTORS
    words = [word for sector in trades.values() for word in sector]
    assert sorted(set(words)) == sorted(words)
    assert all(len(word) > 1 for word in words)


def test_national_organs_are_named_once_and_their_short_names_mean_one_of_them() -> None:
    national = organ_words().national
    assert len(set(national.values())) > 100
    for name, canonical in national.items():
        agency = resolve(name).agency
        assert agency is not None
        assert (agency.level, agency.admin_code, agency.agency_name) == (
            "national",
            None,
            canonical,
        )
        assert national[canonical] == canonical
