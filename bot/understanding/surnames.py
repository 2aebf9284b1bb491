"""Surnames and the characters of given names, as far as a message may be searched for them."""

from __future__ import annotations

SINGLE = (
    (
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹蒙贝薛闫雷龙黎史陶贺毛郝"
        "顾龚邵万覃武钱戴严莫孔常汤康易乔赖文樊殷施洪温芦季俞章鲁葛毕聂焦邢柯翁庄阎柳齐岳兰詹欧梅倪路关牛尤伍耿卓祝宁柴舒华霍房牟安柏闵凌管裴费项冉鲍涂虞童甘佟纪单解冷蓝靳盛褚宫"
        "屈苗应卞盖简车古喻颜申阮党巩桑娄麦池艾仇邬景查游庞滕仲储翟隋屠晏尚蒲曲丘麻邝区岑莎"
        "郎裘栾戚奚鄢穆臧茅宓郗厉戎束韶郜蓟邰蔺胥莘逄姬郦璩濮扈冀浦瞿茹宦庾暨匡寇阙蔚晁敖訾阚苑仝粟佘郇冼揭綦苟卿鞠亓荆竺郁伊滑楚桂缪窦段萧傅卫辛祁卜丛席饶刁吉谌巫宗廉燕邸练荀雍嵇钮郏昝逯谯仉蒯隗麴笪钭酆湛禹狄骆贲甄芮羿邴糜殳夔厍乜亢佴汝缑鄂辜檀泮禤蹇闾雒郄郤逮芶侴郜仝苌尕"
    )
    .replace("明", "")
    .replace("谈", "")
    .replace("云", "")
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|夏侯|皇甫|尉迟|公孙|令狐|慕容|司徒|端木|呼延|澹台|宇文|长孙|轩辕"
SURNAME = rf"(?:{_DOUBLE}|[{SINGLE}])"
NAME = rf"(?:(?:{_DOUBLE})[\u4e00-\u9fff]{{1,2}}|[{SINGLE}][\u4e00-\u9fff]{{1,2}})"
# Words of their own nearly everywhere: a surname only where a name begins, with a title behind it.
DOUBTFUL = "时水平元成左向师相丰满利强米山明支花印容良权封惠计幸迟荣晋原阳展帅银习农宣敬边皮桓巢勾隆牧谷谈云晃闻鹿盘别都贝危乌巴祖符司索薄蒙贡寿戈沙商战尧尉昌包杭墨诸仪伏况逢鲜宿苍栗植楼焕乐"
# What given names and nicknames are made of: 芳姐, 阿强, 小丽, 莉莉.
GIVEN = (
    "芳丽莉敏静娜媛丹倩娟玲燕雯慧琳珊琪佳欣萍露菲薇蓓晶莹洁艳霞红梅兰凤琴英珍婷婉晴雪秀蓉颖瑶妍彤怡思璐月香桃春云"
    "强军伟杰峰涛斌超飞磊辉东波刚勇龙鹏宇浩健建国明亮洋凯锋鑫林志坤祥毅晨旭宏海松文武豪俊恒威胜彬"
)
DOUBLED = rf"(?P<twin>[{GIVEN.replace('刚', '').replace('月', '').replace('明', '').replace('亮', '').replace('香', '')}])(?P=twin)"
