"""When are two names, numbers or addresses the same? Plain functions, no database: what they return is compared.

Written in many ways, a firm stays one firm: full-width letters, traditional characters, brackets, and the legal form
that one leaves out and the other spells out (K-33, A-43, L-06).
"""

import re
import unicodedata

#: Traditional and other forms of characters that names of firms and people are written with → the simplified one.
_PAIRS = (
    "東东 華华 國国 際际 貿贸 電电 機机 業业 廠厂 車车 龍龙 鳳凤 門门 馬马 魚鱼 鳥鸟 貝贝 見见 頁页 風风 "
    "飛飞 長长 陳陈 張张 劉刘 楊杨 趙赵 黃黄 吳吴 孫孙 許许 鄭郑 謝谢 馮冯 韓韩 鄧邓 蕭萧 葉叶 蘇苏 盧卢 "
    "鍾钟 鐘钟 蔣蒋 賈贾 餘余 閻阎 陸陆 嚴严 萬万 錢钱 湯汤 賴赖 龔龚 龐庞 顧顾 應应 歐欧 羅罗 鄔邬 鄒邹 "
    "衛卫 齊齐 倫伦 偉伟 傑杰 儀仪 億亿 儲储 優优 兒儿 內内 兩两 關关 興兴 養养 農农 軍军 凱凯 劃划 創创 "
    "剛刚 則则 劍剑 動动 務务 勝胜 勞劳 勵励 勳勋 匯汇 區区 協协 單单 卻却 縣县 參参 雙双 發发 髮发 變变 "
    "號号 後后 員员 問问 啟启 啓启 圓圆 團团 園园 圖图 場场 報报 塊块 壓压 堅坚 壇坛 壩坝 墊垫 聲声 壹一 "
    "處处 備备 復复 複复 頭头 夾夹 奧奥 奮奋 獎奖 婦妇 媽妈 學学 寧宁 寶宝 實实 審审 寬宽 對对 導导 將将 "
    "爾尔 層层 屬属 嶺岭 島岛 岡冈 峽峡 嶽岳 巖岩 幣币 帥帅 師师 帶带 幫帮 幹干 乾干 廣广 慶庆 庫库 廳厅 "
    "廟庙 強强 彊强 彈弹 徑径 從从 憲宪 慮虑 態态 懷怀 戲戏 戰战 戶户 拋抛 掃扫 揚扬 換换 據据 擇择 擔担 "
    "擴扩 攝摄 數数 敵敌 斷断 時时 晉晋 曉晓 暉晖 暢畅 書书 會会 術术 樸朴 權权 條条 來来 極极 構构 槍枪 "
    "樓楼 標标 樣样 樹树 橋桥 檢检 櫃柜 歡欢 歲岁 歷历 曆历 殼壳 氣气 漢汉 滬沪 溝沟 滅灭 滿满 潔洁 潛潜 "
    "潤润 澤泽 濟济 濱滨 灣湾 淺浅 測测 湧涌 濤涛 淨净 渦涡 準准 漁渔 濃浓 濕湿 爐炉 煉炼 煙烟 菸烟 燈灯 "
    "燒烧 熱热 營营 爍烁 犧牺 狀状 獨独 獲获 環环 現现 瓊琼 瑪玛 產产 産产 畫画 當当 療疗 盤盘 盡尽 監监 "
    "盜盗 眾众 睏困 礦矿 碼码 確确 磚砖 礎础 禮礼 離离 種种 稱称 積积 穩稳 競竞 筆笔 節节 範范 築筑 簡简 "
    "籌筹 糧粮 糾纠 紀纪 約约 紅红 紋纹 納纳 純纯 紗纱 紙纸 級级 紡纺 細细 終终 組组 結结 給给 絡络 統统 "
    "絲丝 經经 維维 綠绿 綜综 網网 緊紧 線线 練练 緣缘 編编 緯纬 縱纵 總总 績绩 織织 繪绘 繼继 續续 纖纤 "
    "義义 習习 聖圣 聞闻 聯联 職职 聰聪 肅肃 腦脑 膠胶 臺台 檯台 颱台 與与 舉举 舊旧 艙舱 艦舰 藝艺 蘭兰 "
    "藍蓝 藥药 蓮莲 薩萨 薦荐 蘋苹 莊庄 菓果 蟲虫 蠟蜡 裝装 裏里 裡里 製制 補补 襯衬 規规 視视 覽览 觀观 "
    "觸触 計计 訂订 訊讯 記记 訓训 設设 訪访 評评 試试 詩诗 話话 誠诚 認认 語语 說说 課课 調调 談谈 請请 "
    "論论 諮咨 證证 識识 護护 讀读 豐丰 負负 財财 貢贡 貨货 販贩 購购 貫贯 貴贵 買买 費费 資资 賓宾 賢贤 "
    "賣卖 質质 賽赛 贏赢 贛赣 軋轧 軌轨 軟软 軸轴 載载 輔辅 輕轻 輛辆 輝辉 輪轮 輸输 轉转 辦办 邊边 遞递 "
    "遠远 連连 進进 運运 過过 達达 遊游 選选 遺遗 遼辽 邁迈 還还 鄰邻 鄉乡 醫医 釀酿 採采 釋释 針针 釣钓 "
    "鈦钛 鋼钢 鉛铅 銀银 銅铜 鋁铝 銘铭 銳锐 鋒锋 鋪铺 錄录 錦锦 鎢钨 鎮镇 鏡镜 鐵铁 鑄铸 鑒鉴 鑑鉴 鍋锅 "
    "鍛锻 鎂镁 鎖锁 閉闭 開开 閏闰 間间 閔闵 閣阁 閥阀 閩闽 闊阔 陝陕 陣阵 陰阴 陽阳 階阶 隊队 隨随 險险 "
    "隱隐 雜杂 雞鸡 難难 雲云 霧雾 靈灵 靜静 韋韦 響响 順顺 項项 須须 預预 頓顿 頻频 題题 額额 顏颜 願愿 "
    "類类 飯饭 飲饮 飼饲 飾饰 館馆 饌馔 駐驻 駿骏 騰腾 驅驱 驗验 體体 鬥斗 鮮鲜 鯨鲸 鴻鸿 鵬鹏 鶴鹤 鷹鹰 "
    "鹽盐 麗丽 麥麦 麵面 點点 黨党 齒齿 龜龟 亞亚 個个 価价 價价 佈布 佔占 係系 併并 並并 冊册 凍冻 壽寿 "
    "夢梦 喬乔 嘗尝 執执 塗涂 塵尘 塩盐 壯壮 專专 尋寻 嶄崭 廈厦 徹彻 恆恒 愛爱 捲卷 掛挂 損损 搖摇 晝昼 "
    "杴锨 柵栅 棟栋 榮荣 樂乐 氫氢 決决 況况 滄沧 滾滚 瀋沈 瀏浏 無无 牆墙 甌瓯 疊叠 癥症 竊窃 筍笋 紹绍 "
    "綱纲 緒绪 縮缩 罰罚 翹翘 脈脉 臨临 薔蔷 蘊蕴 虛虚 虧亏 褲裤 詳详 誼谊 諾诺 謙谦 譽誉 豬猪 賬账 躍跃 "
    "軒轩 輻辐 逕迳 郵邮 鈞钧 銷销 錫锡 鏈链 閘闸 闢辟 雛雏 鞏巩 頂顶 領领 馳驰 駕驾"
)
_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})

#: Legal forms that stand as words of their own.
_FORMS = set(
    "co company companies corp corporation inc incorporated ltd limited llc llp lp plc pte pty pvt gmbh mbh ag kg ug "
    "ohg sa sas sarl srl spa bv nv ab as oy oyj kk sdn bhd group holding holdings the 集团 控股".split()
)
#: Legal forms at the end of a Chinese or Japanese name, the longest first.
_ENDINGS = (
    "股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "股份有限公司", "有限责任公司", "集团有限公司",
    "控股有限公司",
    "特殊普通合伙", "个人独资企业", "有限合伙", "普通合伙", "个体工商户",
    "集团公司", "股份公司", "有限公司", "总公司", "株式会社",
    "集团", "控股", "公司",
)  # fmt: skip

#: Whoever has an address there shares nothing with its other users.
_FREE_MAIL = set(
    "qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net sina.com sina.cn sina.com.cn sohu.com 139.com "
    "189.cn wo.cn 21cn.com tom.com aliyun.com gmail.com googlemail.com outlook.com hotmail.com live.com msn.com "
    "live.cn yahoo.com yahoo.com.cn yahoo.com.tw yahoo.com.hk ymail.com icloud.com me.com aol.com gmx.com gmx.de "
    "mail.com proton.me protonmail.com yandex.ru mail.ru hinet.net pchome.com.tw".split()
)
_EXTENSION = re.compile(r"(ext\.?|extension|转|分机|#|;).*$", re.IGNORECASE)


def fold(text):
    """Text as it is compared: one width, one case, simplified characters, no accents. Empty for no text.

    >>> fold("ＡＢＣ 貿易（上海）")
    'abc 贸易(上海)'
    """
    text = unicodedata.normalize("NFKC", text or "").casefold()
    text = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", text).translate(_SIMPLIFIED).strip()


def name_key(name):
    """A firm's name without its legal form, blanks and signs; empty for no name.

    >>> name_key("上海東華機電（集團）有限公司") == name_key("上海东华机电")
    True
    >>> name_key("Acme Pumps Co., Ltd.") == name_key("ACME PUMPS")
    True
    """
    words = [word for word in re.split(r"[\W_]+", fold(name)) if word]
    kept = [word for word in words if word not in _FORMS] or words
    key = "".join(kept)
    ending = next((form for form in _ENDINGS if key.endswith(form)), "")
    while ending and len(key) > len(ending) + 1:
        key = key.removesuffix(ending)
        ending = next((form for form in _ENDINGS if key.endswith(form)), "")
    return key


def phone_key(phone):
    """The digits of a number without country code, leading noughts and extension; empty for less than seven digits.

    >>> phone_key("+86 (021) 6000-0001 转 8") == phone_key("02160000001")
    True
    """
    digits = re.sub(r"\D", "", _EXTENSION.sub("", unicodedata.normalize("NFKC", phone or "")).replace("(0)", ""))
    digits = digits.removeprefix("00")
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    elif digits.startswith("86") and "+86" in unicodedata.normalize("NFKC", phone):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return digits[-11:] if len(digits) >= 7 else ""


def vat_key(number):
    """Letters and digits of a tax number, without the sign of the country before a Chinese one."""
    key = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", number or "")).upper()
    return key[2:] if key.startswith("CN") and len(key) >= 17 else key


def mail_key(email):
    """``@domain`` of a firm's own domain, the whole address at a provider everybody uses; empty for no address."""
    found = re.search(r"[^\s<>\"]+@([\w.-]+\.\w+)", unicodedata.normalize("NFKC", email or "").lower())
    if not found:
        return ""
    return found.group(0) if found.group(1) in _FREE_MAIL else f"@{found.group(1)}"


def keys(name="", phone="", email="", vat=""):
    """All four at once: dict ``name``, ``phone``, ``mail``, ``vat``."""
    return {"name": name_key(name), "phone": phone_key(phone), "mail": mail_key(email), "vat": vat_key(vat)}
