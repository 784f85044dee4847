"""Whole lines WhatsApp writes in place of a message: deleted, waiting, omitted, edited, attached, encrypted."""

from __future__ import annotations

from typing import Final

from evenstep.sources.whatsapp.shape import MARKS

_VOWELS: Final = range(0x64B, 0x653)  # small signs of Arabic that one version writes and another does not
_PLAIN: Final = dict.fromkeys([*map(ord, MARKS), *_VOWELS]) | {0xA0: " ", 0x202F: " ", ord("’"): "'"}
_ENDS: Final = " \r\n\t.…。．।۔"


def fold(text: str) -> str:
    """The text as phrases are compared: no marks or vowel signs, plain spaces, lower case, no full stop at its end."""
    return text.translate(_PLAIN).strip(_ENDS).casefold()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(p.strip() for p in text.replace("\n", "|").split("|") if p.strip())


def _folded(text: str) -> frozenset[str]:
    return frozenset(map(fold, _lines(text)))


_DELETED: Final = _lines("""
This message was deleted|You deleted this message|This message was deleted by admin|Diese Nachricht wurde gelöscht
This message was deleted by an admin|You deleted this message as admin|Diese Nachricht wurde von einem Admin gelöscht
Du hast diese Nachricht gelöscht|Se eliminó este mensaje|Eliminaste este mensaje|Este mensaje fue eliminado
Este mensaje se eliminó|Has eliminado este mensaje|Se ha eliminado este mensaje|Ce message a été supprimé
Vous avez supprimé ce message|Tu as supprimé ce message|Questo messaggio è stato eliminato
Hai eliminato questo messaggio|Mensagem apagada|Esta mensagem foi apagada|Essa mensagem foi apagada
Você apagou esta mensagem|Você apagou essa mensagem|Eliminou esta mensagem|Apagou esta mensagem
Apagaste esta mensagem|Esta mensagem foi eliminada|Eliminaste esta mensagem|Dit bericht is verwijderd
Dit bericht werd verwijderd|Je hebt dit bericht verwijderd|U hebt dit bericht verwijderd
Det här meddelandet har raderats|Det här meddelandet raderades|Du raderade det här meddelandet
Du har raderat det här meddelandet|Meddelandet raderades|Meddelandet har raderats|Denne meldingen ble slettet
Du slettet denne meldingen|Denne meldingen er slettet|Denne besked blev slettet|Du slettede denne besked
Denne besked er blevet slettet|Beskeden blev slettet|Tämä viesti poistettiin|Poistit tämän viestin
Tämä viesti on poistettu|Ta wiadomość została usunięta|Wiadomość została usunięta|Usunięto tę wiadomość
Tato zpráva byla odstraněna|Tato zpráva byla smazána|Odstranili jste tuto zprávu|Smazali jste tuto zprávu
Tuto zprávu jste odstranili|Táto správa bola odstránená|Odstránili ste túto správu|Táto správa bola vymazaná
Ez az üzenet törölve lett|Ezt az üzenetet törölték|Törölted ezt az üzenetet|Ön törölte ezt az üzenetet
Acest mesaj a fost șters|Ați șters acest mesaj|Ai șters acest mesaj|Acest mesaj a fost şters|Mesajul a fost șters
Bu mesaj silindi|Bu mesajı sildiniz|Bu mesajı sildin|Данное сообщение удалено|Вы удалили данное сообщение
Это сообщение удалено|Вы удалили это сообщение|Сообщение удалено|Это сообщение было удалено
Это сообщение было удалено администратором|Це повідомлення видалено|Ви видалили це повідомлення
Повідомлення видалено|Це повідомлення було видалено|Αυτό το μήνυμα διαγράφηκε|Αυτό το μήνυμα διαγράφτηκε
Διαγράψατε αυτό το μήνυμα|Το μήνυμα διαγράφηκε|הודעה זו נמחקה|מחקת הודעה זו|ההודעה נמחקה|ההודעה הזו נמחקה
מחקת את ההודעה|מחקת את ההודעה הזו|ההודעה הזאת נמחקה|تم حذف هذه الرسالة|حذفت هذه الرسالة|لقد حذفت هذه الرسالة
تم حذف الرسالة|لقد قمت بحذف هذه الرسالة|قمت بحذف هذه الرسالة|این پیام حذف شد|این پیام حذف شده است
شما این پیام را حذف کردید|این پیام پاک شد|این پیام پاک شده است|شما این پیام را پاک کردید|यह मैसेज डिलीट किया गया
आपने यह मैसेज डिलीट किया|यह संदेश मिटाया गया|आपने यह संदेश मिटाया|आपने यह संदेश मिटा दिया|यह संदेश मिटा दिया गया
यह मैसेज डिलीट कर दिया गया|आपने यह मैसेज डिलीट कर दिया|यह संदेश हटाया गया|यह संदेश हटा दिया गया था
आपने यह संदेश हटा दिया|Pesan ini dihapus|Pesan ini telah dihapus|Anda menghapus pesan ini
Anda telah menghapus pesan ini|Mesej ini telah dipadam|Mesej ini telah dipadamkan|Anda memadam mesej ini
Anda telah memadam mesej ini|Anda telah memadamkan mesej ini|ข้อความนี้ถูกลบ|ข้อความนี้ถูกลบแล้ว|คุณลบข้อความนี้
คุณลบข้อความนี้แล้ว|คุณได้ลบข้อความนี้|คุณได้ลบข้อความนี้แล้ว|Tin nhắn này đã bị xóa|Tin nhắn này đã bị xoá
Bạn đã xóa tin nhắn này|Bạn đã xoá tin nhắn này|このメッセージは削除されました|メッセージを削除しました
このメッセージを削除しました|メッセージは削除されました|삭제된 메시지입니다|이 메시지를 삭제했습니다
내가 삭제한 메시지입니다|이 메시지는 삭제되었습니다|메시지를 삭제했습니다|此消息已删除|此消息已被删除
这条消息已删除|该消息已删除|您删除了这条消息|你删除了此消息|您删除了此消息|您已删除此消息|你已删除此消息
您已删除这条消息|你已删除这条消息|這則訊息已刪除|你已刪除這則訊息|您已刪除這則訊息|此訊息已被刪除|您已刪除此訊息
此訊息已刪除|你已刪除此訊息|你刪除了這則訊息|你收回了這則訊息|這則訊息已收回|此訊息已收回
S'ha suprimit aquest missatge|Has suprimit aquest missatge|Aquest missatge s'ha eliminat
Has eliminat aquest missatge|S'ha eliminat aquest missatge|Aquest missatge s'ha suprimit|Ova poruka je izbrisana
Izbrisali ste ovu poruku|Poruka je izbrisana|Ова порука је избрисана|Избрисали сте ову поруку|Порука је избрисана
To sporočilo je bilo izbrisano|Izbrisali ste to sporočilo|Sporočilo je bilo izbrisano|Това съобщение бе изтрито
Това съобщение беше изтрито|Изтрихте това съобщение|Съобщението бе изтрито|এই মেসেজটি মুছে ফেলা হয়েছে
আপনি এই মেসেজটি মুছে দিয়েছেন|আপনি এই মেসেজটি মুছে ফেলেছেন|এই বার্তাটি মুছে ফেলা হয়েছে|हा संदेश हटवला गेला
तुम्ही हा संदेश हटवला|हा मेसेज हटवला गेला|तुम्ही हा मेसेज हटवला|இந்தச் செய்தி நீக்கப்பட்டது
இந்த செய்தி நீக்கப்பட்டது|இந்தச் செய்தியை நீக்கினீர்கள்|இந்தச் செய்தியை நீக்கிவிட்டீர்கள்|ఈ సందేశం తొలగించబడింది
మీరు ఈ సందేశాన్ని తొలగించారు|આ મેસેજ ડિલીટ કરવામાં આવ્યો|તમે આ મેસેજ ડિલીટ કર્યો|یہ پیغام حذف کر دیا گیا
آپ نے یہ پیغام حذف کر دیا|یہ پیغام حذف کر دیا گیا تھا|Ujumbe huu ulifutwa|Ujumbe huu umefutwa|Umefuta ujumbe huu
Hierdie boodskap is geskrap|Jy het hierdie boodskap geskrap|See sõnum kustutati|Kustutasid selle sõnumi
Šī ziņa tika izdzēsta|Jūs izdzēsāt šo ziņu|Ši žinutė buvo ištrinta|Jūs ištrynėte šią žinutę|Ky mesazh u fshi
E fshive këtë mesazh|Bu mesaj silinib|Na-delete ang mensaheng ito|Na-delete mo ang mensaheng ito|Бұл хабар жойылды
এই মেসেজটি বাদ দেওয়া হয়েছে|আপনি এই মেসেজটি বাদ দিয়েছেন|আপনি এই বার্তাটি মুছে ফেলেছেন|这条消息已被删除
信息已删除|您删除这个信息|یہ میسج حذف کر دیا گیا ہے|آپ نے یہ میسج حذف کر دیا ہے|یہ پیغام حذف کیا گیا
آپ نے اس پیغام کو حذف کیا|हा मेसेज हटवण्यात आला|हा संदेश हटविण्यात आला होता|आपण हा संदेश हटविलात
यह मैसेज डिलीट कर दिया गया है|Ez az üzenet törlésre került|Ezt az üzenetet törölted|Itong mensahe ay binura na
Binura mo itong mensahe|Aquest missatge està esborrat|Has esborrat aquest missatge|આ મેસેજ ડિલીટ કરાયો
આ સંદેશ રદ્દ કરાયો|તમે આ સંદેશને રદ્દ કર્યો|Бұл хат жойылды|Сіз бұл хатты жойдыңыз|Ushbu xabar o'chirildi
Siz ushbu xabarni o'chirdingiz|Ushbu xabar o‘chirildi|Siz ushbu xabarni o‘chirdingiz|Detta meddelande raderades
Du raderade detta meddelande|Du har tagit bort meddelandet|இத்தகவல் திரும்பப்பெறப்பட்டது
இத்தகவலை தாங்கள் அழித்தீர்கள்|ข้อความนี้ได้ถูกลบ|See sõnum on kustutatud|Съобщението беше изтрито
Hierdie boodskap was uitgevee|Jy het boodskap uitgevee|Bu ismarıc silindi|Siz bu ismarıcı sildiniz
ഈ സന്ദേശം ഇല്ലാതാക്കിയതാണ്|ഈ സന്ദേശം നിങ്ങൾ ഇല്ലാതാക്കി|Оваа порака беше избришана|Ја избриша оваа порака
ಈ ಸಂದೇಶವು ಅಳಿಸಲ್ಪಟ್ಟಿದೆ|ನೀವು ಈ ಸಂದೇಶವನ್ನು ಅಳಿಸಿದ್ದೀರಿ|Esta mensagem foi apagada pelo remetente
Ова порука је обрисана|Обрисао/ла си ову поруку|ਇਸ ਸੁਨੇਹੇ ਨੂੰ ਹਟਾਇਆ ਗਿਆ|ਤੁਸੀਂ ਇਹ ਸੁਨੇਹਾ ਹਟਾਇਆ
Διαγράψατε το μήνυμα|أنت حذفت هذه الرسالة|Ova je poruka izbrisana|Túto správu ste odstránili
Usunąłeś(-ęłaś) tę wiadomość|Usunąłeś(aś) tę wiadomość|삭제한 메시지입니다|Tuto zprávu jste smazal/a
Tuto zprávu jste odstranil/a|Du har slettet denne besked|To sporočilo ste izbrisali
Scriosadh an teachtaireacht seo|Scrios tú an teachtaireacht seo|لقد حذَفت هذه الرسالة|حذفتَ هذه الرسالة
""")

DELETED_BY: Final = tuple(
    map(
        fold,
        _lines("""
This message was deleted by admin|You deleted this message as admin|Diese Nachricht wurde von Admin
This message was deleted by an admin|Diese Nachricht wurde von einem Admin
Este mensaje fue eliminado por el admin|Ce message a été supprimé par l'admin|Questo messaggio è stato eliminato dall'
Essa mensagem foi apagada pelo admin|Mensagem apagada pelo admin|Dit bericht is verwijderd door beheerder
Это сообщение было удалено админ|Pesan ini dihapus oleh admin
"""),
    )
)
"""How a deletion by a group's admin begins; the admin's name follows."""

_WAITING: Final = _lines("""
Waiting for this message|Waiting for this message. This may take a while|Warte auf diese Nachricht
Auf diese Nachricht wird gewartet|Auf diese Nachricht warten. Dies kann etwas dauern
Warte auf diese Nachricht. Dies kann einen Moment dauern|Warten auf diese Nachricht. Dies kann etwas dauern
Esperando este mensaje|Esperando el mensaje|Esperando este mensaje. Esto puede tomar tiempo
Esperando el mensaje. Esto puede tardar unos minutos|En attente de ce message|En attente du message
En attente de ce message. Cela peut prendre un moment|En attente du message. Cela peut prendre un moment
In attesa del messaggio|In attesa di questo messaggio|In attesa del messaggio. Potrebbe volerci qualche minuto
Aguardando mensagem|Aguardando a mensagem|Aguardando mensagem. Essa ação pode levar alguns instantes
Aguardando mensagem. Isso pode demorar um pouco|A aguardar esta mensagem|Wachten op dit bericht
Wachten op dit bericht. Dit kan even duren|Ожидание сообщения|Ожидание данного сообщения
Ожидание сообщения. Это может занять некоторое время|Ожидание данного сообщения. Это может занять некоторое время
Очікування повідомлення|Очікування на це повідомлення|Bu mesaj bekleniyor
Bu mesaj bekleniyor. Bu biraz zaman alabilir|Oczekiwanie na wiadomość|Oczekiwanie na tę wiadomość
Oczekiwanie na wiadomość. Może to chwilę potrwać|Väntar på meddelandet|Väntar på det här meddelandet
Venter på denne meldingen|Venter på denne besked|Odotetaan tätä viestiä|Čekání na tuto zprávu
Čeká sa na túto správu|Várakozás az üzenetre|Se așteaptă acest mesaj|Αναμονή για αυτό το μήνυμα|ממתין להודעה זו
بانتظار هذه الرسالة|في انتظار هذه الرسالة|در انتظار این پیام|इस मैसेज का इंतज़ार है|इस संदेश की प्रतीक्षा है
Menunggu pesan ini|Menunggu pesan ini. Ini mungkin memerlukan waktu beberapa saat|Menunggu mesej ini
กำลังรอข้อความนี้|Đang chờ tin nhắn này|メッセージの受信を待機しています|このメッセージを待っています
메시지를 기다리는 중입니다|이 메시지를 기다리는 중입니다|正在等待此消息|正在等待此消息。这可能需要一些时间
正在等待這則訊息|正在等待此訊息|This message is not supported on this version of WhatsApp|Message not supported
You received a message but your version of WhatsApp doesn't support it
You received a message but your version of WhatsApp doesn't support it. Update WhatsApp to view this message
""")

_VIEW_ONCE: Final = _lines("""
You received a view once message|You received a view once photo|You received a view once video
You received a view once message. For added privacy, you can only open it on your phone
""")

_LIVE_LOCATION: Final = _lines("""
live location shared|Live-Standort wird geteilt|Live-Standort geteilt|ubicación en tiempo real compartida
Se compartió ubicación en tiempo real|localisation en direct partagée|position en direct partagée
posizione in tempo reale condivisa|posizione attuale condivisa|localização em tempo real compartilhada
localização em tempo real partilhada|Live locatie gedeeld|live locatie gedeeld|отправлена трансляция геоданных
геоданные отправлены|canlı konum paylaşıldı|udostępniono bieżącą lokalizację|lokasi terkini dibagikan
lokasi langsung dikongsi|liveplats delad|live-placering delt|direkteposisjon delt|تمت مشاركة الموقع المباشر
ライブロケーションを共有しました|실시간 위치 공유됨|已共享实时位置|已分享即時位置|लाइव लोकेशन शेयर की गई
""")

_OMITTED: Final = {
    kind: _lines(text)
    for kind, text in {
        "media": """
image omitted|video omitted|GIF omitted|document omitted|Contact card omitted|video note omitted|Bild weggelassen
Video weggelassen|GIF weggelassen|Dokument weggelassen|Kontaktkarte ausgelassen|imagen omitida|Video omitido
vídeo omitido|GIF omitido|documento omitido|Tarjeta de contacto omitida|image absente|vidéo absente|GIF retiré
document manquant|immagine omessa|video omesso|GIF esclusa|documento omesso|imagem ocultada|imagem omitida
afbeelding weggelaten|video weggelaten|document weggelaten|изображение отсутствует|видео отсутствует
документ отсутствует|görüntü dahil edilmedi|video dahil edilmedi|obraz pominięty|画像は含まれていません
動画は含まれていません|忽略图片|忽略视频|忽略文档|이미지 생략됨|동영상 생략됨|imagem não revelada|vídeo não revelado
documento não revelado|GIF não revelada|GIF não revelado|Contacto não revelado|зображення відсутнє|відео відсутнє
GIF-анімацію пропущено|документ пропущено|Картка контакту відсутня|Карточка контакта отсутствует|GIF отсутствует
đã bỏ qua hình ảnh|đã bỏ video|đã bỏ qua tài liệu|Đã bỏ qua ảnh GIF|Bỏ qua thẻ liên lạc|ไม่มีรูปภาพ|วิดีโอถูกลบ
ละเว้น GIF|ละเว้นเอกสาร|บัตรรายชื่อที่ละเว้น|Videonotiz weggelassen|Videonachricht weggelassen|Kontaktkarte weggelassen
belge dahil edilmedi|video notu dahil edilmedi
""",
        "voice": """
audio omitted|Audio weggelassen|audio omitido|audio omis|audio omesso|áudio ocultado|áudio omitido
audio weggelaten|аудиофайл отсутствует|ses dahil edilmedi|audio pominięte|音声は含まれていません|忽略音频
오디오 생략됨|ficheiro de áudio não revelado|аудіо відсутнє|bỏ qua tệp âm thanh|ไม่มีไฟล์เสียง
Audio nicht enthalten|ses kaydı dahil edilmedi|sesli mesaj dahil edilmedi
""",
        "sticker": """
sticker omitted|Sticker weggelassen|sticker omitido|sticker omis|sticker non incluso|figurinha omitida
sticker weggelaten|стикер отсутствует|Çıkartma dahil edilmedi|ステッカーは含まれていません|忽略贴图|스티커 생략됨
sticker não revelado|Наклейку не додано|стикер не добавлен|đã bỏ sticker|ไม่มีสติกเกอร์
""",
    }.items()
}

LINES: Final = {
    "deleted": _DELETED,
    "other": _WAITING,
    "view_once": _VIEW_ONCE,
    "location": _LIVE_LOCATION,
    **_OMITTED,
}
"""As written, for each kind of event."""

KIND_OF: Final = {fold(line): kind for kind, lines in LINES.items() for line in lines}
"""The kind of a whole line, by its folded form."""

LONGEST: Final = max(map(len, KIND_OF)) + 10
"""Letters a whole line may have, with marks and a full stop."""

EDITED: Final = _folded("""
This message was edited|Diese Nachricht wurde bearbeitet|Este mensaje fue editado|Se editó este mensaje
Este mensaje se editó|Se ha editado este mensaje|Ce message a été modifié|Message modifié
Questo messaggio è stato modificato|Mensagem editada|Esta mensagem foi editada|Essa mensagem foi editada
Dit bericht is bewerkt|Dit bericht werd bewerkt|Det här meddelandet har redigerats|Det här meddelandet redigerades
Meddelandet har redigerats|Denne meldingen ble redigert|Denne meldingen er redigert|Denne besked blev redigeret
Denne besked er blevet redigeret|Tätä viestiä on muokattu|Tätä viestiä muokattiin|Viestiä on muokattu
Ta wiadomość została edytowana|Wiadomość została edytowana|Tato zpráva byla upravena|Táto správa bola upravená
Ezt az üzenetet szerkesztették|Az üzenet szerkesztve lett|Ez az üzenet szerkesztve lett|Acest mesaj a fost editat
Mesajul a fost editat|Bu mesaj düzenlendi|Это сообщение изменено|Это сообщение было изменено
Данное сообщение изменено|Сообщение изменено|Сообщение отредактировано|Данное сообщение отредактировано
Это сообщение отредактировано|Это сообщение было отредактировано|Це повідомлення змінено
Це повідомлення було змінено|Повідомлення змінено|Це повідомлення відредаговано|Αυτό το μήνυμα τροποποιήθηκε
Το μήνυμα τροποποιήθηκε|Αυτό το μήνυμα επεξεργάστηκε|הודעה זו נערכה|ההודעה נערכה|ההודעה הזו נערכה
ההודעה הזאת נערכה|تم تعديل هذه الرسالة|تم تعديل الرسالة|این پیام ویرایش شد|این پیام ویرایش شده است
यह मैसेज एडिट किया गया|यह मैसेज एडिट किया गया है|यह संदेश एडिट किया गया|यह संदेश संपादित किया गया|Pesan ini diedit
Pesan ini telah diedit|Mesej ini telah diedit|Mesej ini diedit|ข้อความนี้ถูกแก้ไข|ข้อความนี้ถูกแก้ไขแล้ว
มีการแก้ไขข้อความนี้|แก้ไขข้อความนี้แล้ว|Tin nhắn này đã được chỉnh sửa|Tin nhắn đã được chỉnh sửa|đã chỉnh sửa
このメッセージは編集されました|メッセージは編集されました|編集済み|이 메시지는 수정되었습니다|수정된 메시지입니다
수정됨|메시지가 수정되었습니다|此消息已编辑|此消息已被编辑|已编辑|消息已编辑|此訊息已編輯|這則訊息已編輯
此訊息已被編輯|已編輯|S'ha editat aquest missatge|Aquest missatge s'ha editat|Ova poruka je uređena
To sporočilo je bilo urejeno|Ова порука је измењена|Това съобщение бе редактирано|এই মেসেজটি এডিট করা হয়েছে
हा मेसेज संपादित केला गेला
""")

ATTACHED: Final = _folded("""
file attached|files attached|attached|Datei angehängt|archivo adjunto|adjunto|fichier joint|fichier attaché
file allegato|allegato|arquivo anexado|ficheiro anexado|anexado|bestand bijgevoegd|bijgevoegd|bifogad fil
fil bifogad|vedlagt fil|fil vedlagt|fil vedhæftet|vedhæftet fil|tiedosto liitetty|liitetty tiedosto|plik dołączony
załączono plik|załączony plik|soubor přiložen|přiložený soubor|súbor priložený|priložený súbor|csatolt fájl
fájl csatolva|fișier atașat|dosya ekli|dosya eklendi|файл добавлен|файл прикреплён|файл прикреплен
прикрепленный файл|файл прикріплено|файл додано|вкладений файл|συνημμένο αρχείο|επισυνάφθηκε αρχείο
το αρχείο επισυνάφθηκε|הקובץ מצורף|קובץ מצורף|الملف مرفق|ملف مرفق|تم إرفاق الملف|فایل پیوست شد|فایل پیوست شده
फ़ाइल संलग्न है|फ़ाइल संलग्न|फ़ाइल अटैच है|फ़ाइल अटैच की गई|file terlampir|fail dilampirkan|fail terlampir
ไฟล์ที่แนบมา|แนบไฟล์แล้ว|ไฟล์แนบ|tệp đính kèm|tệp đã đính kèm|đã đính kèm tệp|ファイル添付|添付ファイル
파일 첨부됨|파일이 첨부됨|文件附件|附件文件|檔案附件|附加檔案|已附加檔案|fitxer adjunt|datoteka je priložena
datoteka priložena|приложен файл|прикачен файл|датотека је приложена
""")

ENCRYPTED: Final = _lines("""
Messages and calls are end-to-end encrypted|Messages are end-to-end encrypted
Messages to this chat and calls are now secured with end-to-end encryption
Messages to this group are now secured with end-to-end encryption
Messages you send to this chat and calls are now secured with end-to-end encryption
Messages you send to this group are now secured with end-to-end encryption
Messages and calls are secured with end-to-end encryption|Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt
Nachrichten in diesem Chat sowie Anrufe sind jetzt mit Ende-zu-Ende-Verschlüsselung geschützt
Nachrichten, die du in diesem Chat sendest, sowie Anrufe sind jetzt mit Ende-zu-Ende-Verschlüsselung geschützt
Los mensajes y las llamadas están cifrados de extremo a extremo
Les messages et les appels sont chiffrés de bout en bout
Los mensajes y llamadas están cifrados de extremo a extremo
Los mensajes y las llamadas son cifrados de extremo a extremo
I messaggi e le chiamate sono crittografati end-to-end
I messaggi e le chiamate sono protetti dalla crittografia end-to-end
As mensagens e as chamadas são protegidas com a criptografia de ponta a ponta
As mensagens e ligações são protegidas com a criptografia de ponta a ponta
As mensagens e as ligações são protegidas com a criptografia de ponta a ponta
As mensagens e as chamadas estão protegidas com encriptação ponto a ponto
As mensagens e chamadas são encriptadas ponto a ponto
Berichten en oproepen zijn end-to-end versleuteld|Berichten en gesprekken worden end-to-end versleuteld
Berichten en oproepen worden end-to-end versleuteld|Meddelanden och samtal är end-to-end-krypterade
Meddelanden och samtal är krypterade från slutpunkt till slutpunkt|Meldinger og anrop er ende-til-ende-kryptert
Meldinger og samtaler er ende-til-ende-krypterte|Beskeder og opkald er end-to-end-krypterede
Beskeder og opkald er krypteret fra ende til anden|Viestit ja puhelut ovat täysin salattuja
Viestit ja puhelut on salattu päästä päähän|Wiadomości i połączenia są w pełni szyfrowane
Wiadomości i połączenia są szyfrowane metodą end-to-end|Zprávy a hovory jsou koncově šifrované
Zprávy a hovory jsou zabezpečeny koncovým šifrováním|Správy a hovory sú šifrované end-to-end
Az üzenetek és a hívások végpontok közötti titkosítással védettek|Mesajele și apelurile sunt criptate integral
Mesajlar ve aramalar uçtan uca şifrelidir|Mesajlar ve aramalar uçtan uca şifrelenmiştir
Сообщения и звонки защищены сквозным шифрованием|Повідомлення та дзвінки захищено наскрізним шифруванням
Повідомлення й дзвінки захищено наскрізним шифруванням
Τα μηνύματα και οι κλήσεις είναι κρυπτογραφημένα από άκρο σε άκρο|ההודעות והשיחות מוצפנות מקצה לקצה
הודעות ושיחות מוצפנות מקצה לקצה|الرسائل والمكالمات مشفرة تمامًا بين الطرفين
الرسائل والمكالمات مشفّرة تمامًا بين الطرفين|پیام‌ها و تماس‌ها رمزگذاری سرتاسری شده‌اند
मैसेज और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं|संदेश और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं
Pesan dan panggilan dienkripsi secara end-to-end|Pesan dan panggilan terenkripsi secara end-to-end
Mesej dan panggilan disulitkan hujung ke hujung|ข้อความและการโทรมีการเข้ารหัสจากต้นทางถึงปลายทาง
ข้อความและการโทรได้รับการเข้ารหัสจากต้นทางถึงปลายทาง
Tin nhắn và cuộc gọi được mã hóa đầu cuối|メッセージと通話はエンドツーエンドで暗号化されています
メッセージと通話はエンドツーエンド暗号化されています|메시지와 통화는 종단 간 암호화됩니다
메시지와 통화는 종단간 암호화됩니다|消息和通话已进行端到端加密|消息和通话都进行端到端加密|訊息和通話經端對端加密
訊息和通話已受到端對端加密保護
""")
_ENCRYPTED: Final = frozenset(map(fold, ENCRYPTED))
_START: Final = 5
_ENCRYPTED_STARTS: Final = frozenset(fold(line[:_START]) for line in ENCRYPTED)


def is_encryption_notice(text: str) -> bool:
    """True when the first sentence is one of the app's own about encryption."""
    if fold(text[:_START]) not in _ENCRYPTED_STARTS:
        return False
    head = text[:200].replace("。", ".").replace("।", ".").split(".", 1)[0]
    return fold(head) in _ENCRYPTED or fold(head.split(" ", 1)[0]) in _ENCRYPTED  # Thai: a space ends a sentence
