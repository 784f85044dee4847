"""Words by which WhatsApp names what has no text: media, calls, deleted messages, polls, places, notices."""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(w.strip()) for w in words.replace("\n", "|").split("|") if w.strip()), re.I)


def _units(words: str) -> frozenset[str]:
    return frozenset(words.split())


DELETED: Final = frozenset(
    p.strip().casefold()
    for p in """
This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht
Se eliminó este mensaje|Eliminaste este mensaje|Este mensaje fue eliminado|Este mensaje se eliminó
Ce message a été supprimé|Vous avez supprimé ce message|Questo messaggio è stato eliminato
Hai eliminato questo messaggio|Mensagem apagada|Esta mensagem foi apagada|Essa mensagem foi apagada
Você apagou esta mensagem|Eliminou esta mensagem|Apagou esta mensagem|Dit bericht is verwijderd
Je hebt dit bericht verwijderd|U hebt dit bericht verwijderd|Det här meddelandet har raderats
Du raderade det här meddelandet|Meddelandet raderades|Denne meldingen ble slettet|Du slettet denne meldingen
Denne besked blev slettet|Du slettede denne besked|Tämä viesti poistettiin|Poistit tämän viestin
Ta wiadomość została usunięta|Usunięto tę wiadomość|Tato zpráva byla odstraněna|Tato zpráva byla smazána
Odstranili jste tuto zprávu|Táto správa bola odstránená|Odstránili ste túto správu|Ez az üzenet törölve lett
Törölted ezt az üzenetet|Acest mesaj a fost șters|Ați șters acest mesaj|Ai șters acest mesaj|Bu mesaj silindi
Bu mesajı sildiniz|Данное сообщение удалено|Вы удалили данное сообщение|Это сообщение удалено
Вы удалили это сообщение|Сообщение удалено|Це повідомлення видалено|Ви видалили це повідомлення
Αυτό το μήνυμα διαγράφηκε|Διαγράψατε αυτό το μήνυμα|הודעה זו נמחקה|מחקת הודעה זו|ההודעה נמחקה
تم حذف هذه الرسالة|حذفت هذه الرسالة|لقد حذفت هذه الرسالة|این پیام حذف شد|شما این پیام را حذف کردید
यह मैसेज डिलीट किया गया|आपने यह मैसेज डिलीट किया|यह संदेश मिटाया गया|आपने यह संदेश मिटाया
Pesan ini dihapus|Anda menghapus pesan ini|Pesan ini telah dihapus|Mesej ini telah dipadam
Anda memadam mesej ini|Anda telah memadam mesej ini|ข้อความนี้ถูกลบ|คุณลบข้อความนี้|ข้อความนี้ถูกลบแล้ว
Tin nhắn này đã bị xóa|Bạn đã xóa tin nhắn này|このメッセージは削除されました|メッセージを削除しました
このメッセージを削除しました|삭제된 메시지입니다|이 메시지를 삭제했습니다|此消息已删除|您删除了这条消息|你删除了此消息
這則訊息已刪除|你已刪除這則訊息|此訊息已被刪除|您已刪除此訊息
""".replace("\n", "|").split("|")
    if p.strip()
)

EDITED: Final = _any("""
message was edited|wurde bearbeitet|fue editado|se editó|a été modifié|stato modificato|foi editada|mensagem editada
is bewerkt|har redigerats|redigerades|ble redigert|blev redigeret|muokattu|edytowan|upravena|szerkeszt|a fost editat
düzenlendi|изменено|отредактирован|змінено|τροποποιήθηκε|επεξεργα|נערכה|تم تعديل|ویرایش|एडिट|diedit|แก้ไข
đã được chỉnh sửa|編集|수정|已编辑|已編輯
""")

MEDIA: Final = _any("""
omitted|ausgeschlossen|weggelassen|omitid|omiti|omis|omess|ocult|não revelado|weggelaten|utelämn|uteslut|utelat|udelad
jätettiin pois|poistettu|pomini|vynech|elhagy|hiányzó|dahil edilme|без медиа|пропущ|παραλ|παραλείφ|לא נכלל|הושמט
استبعاد|غير مدرج|حذف شد|رسانه|शामिल नहीं|छोड़|disertakan|dihilangkan|disingkirkan|tidak termasuk|ไม่รวม|bỏ qua
含まれていません|メディアなし|省略|忽略|略去|제외|생략|읽지 않음
attached|angehängt|adjunt|joint|allegat|anexad|bijgevoegd
""")

VOICE: Final = _any("""
audio|áudio|voice|sprach|nota de voz|message vocal|vocale|аудио|аудіо|голосов|ήχο|φωνητ|אודיו|קולי|صوت|ऑडियो|वॉइस
suara|เสียง|âm thanh|thoại|音声|音频|音訊|语音|語音|오디오|음성|geluid|spraak|ljud|röst|lyd|ääni|dźwięk|głos|zvuk|hlas
hang|ses kaydı
""")

STICKER: Final = _any("""
sticker|figurinha|adesivo|стикер|наклейк|stiker|สติกเกอร์|nhãn dán|ステッカー|スタンプ|贴纸|貼圖|스티커|klistermærke|tarra
naklejk|nálepk|samolepk|matrica|çıkartma|αυτοκόλλητ|מדבקה|ملصق|استیکر|स्टिकर|klistremerke|klistermärke
""")

MISSED: Final = _any("""
missed|verpasst|perdid|manqué|pers[ao]|chiamata persa|gemist|missat|missad|tapt|ubesvart|mistet|vastaamat|nieodebran
zmešk|nem fogadott|pierdut|ratat|cevapsız|пропущ|αναπάντητ|שלא נענ|فائت|بی‌پاسخ|मिस्ड|छूटी|tak terjawab|terlewat
tidak terjawab|ไม่ได้รับ|nhỡ|不在着信|부재중|未接|no answer|keine antwort|sin respuesta|pas de réponse|nessuna risposta
sem resposta|geen antwoord|inget svar|ikke svar|brak odpowiedzi|нет ответа|немає відповіді|cevap yok|応答なし|응답 없음
无应答|無應答|無人接聽|declined|abgelehnt|rechazad|refusé|rifiutat|recusad|silenced
""")

CALL: Final = _any("""
voice call|video call|group call|missed call|call|anruf|llamada|appel|chiamata|ligação|chamada|oproep|gesprek|samtal
anrop|opkald|puhelu|połączeni|hovor|hívás|apel|arama|звон|дзвін|κλήση|שיחת|שיחה|مكالمة|تماس|कॉल|panggilan|การโทร
cuộc gọi|通話|通话|着信|통화|전화
""")

VIEW_ONCE: Final = _any("""
view once|einmal|una vez|única|vue unique|visualizza una volta|eenmalig|однократ|одноразов|tek görünümlük|sekali lihat
lihat sekali|1回|一次性|一次性|阅后即焚|한 번
""")

LOCATION: Final = _any("""
location|standort|ubicaci|localisation|position|posizione|localiza|locatie|plats|posisjon|placering|sijainti|lokalizacj
poloha|helyzet|locați|konum|местополож|геопоз|розташув|τοποθεσ|מיקום|موقع|مکان|स्थान|लोकेशन|lokasi|ตำแหน่ง|vị trí|位置|위치
""")

POLL: Final = re.compile(
    r"(poll|umfrage|encuesta|sondage|sondaggio|enquete|votação|sondagem|peiling|omröstning|avstemning|afstemning|kysely|"
    r"ankieta|anketa|szavazás|sondaj|anket|опрос|опитування|ψηφοφορία|סקר|استطلاع|نظرسنجی|पोल|jajak pendapat|tinjauan|"
    r"โพล|bình chọn|投票|アンケート|투표)\s*[:：]",
    re.I,
)

NOTICE: Final = _any("""
end-to-end|ende-zu-ende|verschlüssel|cifrad|chiffr|crittograf|encript|criptograf|versleutel|krypter|salattu|salaus|szyfrow
šifrov|titkos|criptat|şifrele|шифров|κρυπτογρ|מוצפנ|مشفر|رمزگذاری|एन्क्रिप्ट|enkripsi|disulit|เข้ารหัส|mã hóa|暗号化
加密|암호화|security code|sicherheitsnummer|código de seguridad|code de sécurité|codice di sicurezza|código de segurança
код безопасности|güvenlik kodu|disappearing|selbstlöschend|temporal|éphémère|effimer|temporári|verdwijnende|исчеза
created this group|created group|changed the|changed this|changed their|changed to|joined using|was added|added you
left the group|removed you|is a contact|blocked this contact|unblocked|pinned a message|business account
""")

MAP_LINK: Final = "://maps.google.com/"

_HOURS: Final = _units("""
h hr hrs hour hours std stunde stunden hora horas heure heures ora ore uur uren tim timmar timer t godz ч час часа часов
год saat sa jam ชม giờ 時間 小时 小時 시간 ώρα ώρες
""")
_MINUTES: Final = _units("""
m min mins minute minutes minuten minuto minutos minuti minuut minuter minutter мин минут хв dk dakika menit นาที phút
分 分钟 分鐘 분 λεπτά דק דקות دقيقة دقائق دقیقه मिनट
""")
_SECONDS: Final = _units("""
s sec secs second seconds sek sekunden segundo segundos seg seconde secondes secondi seconden sekunder сек секунд с sn
saniye detik วินาที giây 秒 초 ثانية ثوان ثانیه सेकंड
""")
_AMOUNT: Final = re.compile(r"(\d+)\s*([^\W\d_]+)")


def duration_s(text: str) -> float | None:
    """The length of a call in seconds, where its line shows one ("Voice call, 1 hr 5 min"); None when it does not."""
    total, found = 0, False
    for amount, unit in _AMOUNT.findall(text.casefold()):
        for factor, names in ((3600, _HOURS), (60, _MINUTES), (1, _SECONDS)):
            if unit in names:
                total, found = total + factor * int(amount), True
    return float(total) if found else None
