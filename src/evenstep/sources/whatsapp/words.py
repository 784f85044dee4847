"""Words by which WhatsApp names what has no text: media, calls, view-once, polls, places, notices.

In the tables "word" is a whole word and "stem*" any word that begins so; scripts without spaces need no bounds.
"""

from __future__ import annotations

import re
from typing import Final

UNSPACED: Final = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LETTER: Final = "\\w\u0900-\u0dff"  # vowel signs of Indic scripts are letters here, not word ends


def _any(words: str) -> re.Pattern[str]:
    wanted = sorted({w.strip() for w in words.replace("\n", "|").split("|") if w.strip()})
    unspaced = [re.escape(w) for w in wanted if UNSPACED.search(w)]
    stems = [re.escape(w[:-1]) for w in wanted if w.endswith("*")]
    whole = [re.escape(w) for w in wanted if not w.endswith("*") and not UNSPACED.search(w)]
    whole_word = f"(?:{'|'.join(whole)})(?![{_LETTER}])"
    spaced = f"(?<![{_LETTER}])(?:{'|'.join([whole_word, *stems])})"
    return re.compile("|".join([spaced, *unspaced]), re.I)


def _units(words: str) -> frozenset[str]:
    return frozenset(words.split())


THING: Final = _any("""
image|images|photo|photos|picture|video|videos|gif|gifs|document|documents|media|contact card|contact|file|files
video note|message|bild|bilder|foto|fotos|dokument*|kontaktkarte|kontakt|datei|dateien|medien|imagen|imágenes
vídeo|vídeos|documento|documentos|tarjeta de contacto|contacto|multimedia|archivo|archivos|vidéo|vidéos|médias
média|fichier|fichiers|carte de contact|fiche contact|immagine|immagini|scheda contatto|contatto|file multimediali
imagem|imagens|cartão do contato|cartão de contato|contato|mídia|mídias|arquivo|arquivos|ficheiro|ficheiros
multimédia|afbeelding|afbeeldingen|contactkaart|contactpersoon|mediabestand*|filmklipp|kontaktkort|mediefil*
medier|bilde|billede|kuva|kuvat|asiakirja|yhteystieto*|tiedosto|obraz|zdjęcie|film|wideo|plik|pliki|wizytówka
obrázek|soubor|médiá|obrázok|súbor|vizitka|kép|képek|videó|dokumentum|névjegy*|médiafájl*|imagine|fotografie
fișier*|contactul|görüntü|resim|fotoğraf|görsel|belge|kişi kartı|medya|изображени*|фото|видео|видеосообщени*
документ*|карточк*|контакт*|медиафайл*|файл*|зображенн*|відео|медіа*|εικόνα|φωτογραφία|βίντεο|έγγραφο|επαφή
κάρτα επαφής|πολυμέσα|αρχείο|תמונה|התמונה|סרטון|הסרטון|וידאו|הווידאו|מסמך|המסמך|כרטיס איש קשר|איש קשר|מדיה|המדיה
קובץ|הקובץ|الصورة|صورة|الفيديو|فيديو|مقطع الفيديو|المستند|مستند|بطاقة جهة الاتصال|الوسائط|وسائط|ملف|تصویر|عکس
ویدیو|ویدئو|فیلم|سند|کارت مخاطب|رسانه|फ़ोटो|फोटो|चित्र|इमेज|वीडियो|डॉक्यूमेंट|दस्तावेज़|मीडिया|संपर्क कार्ड|gambar
dokumen|kartu kontak|kad kenalan|fail|imatge|targeta de contacte|fitxer|slika|datoteka|medij*|videozapis|слика
медиј*|медия|мултимедия|ছবি|ভিডিও|মিডিয়া|मिडिया|व्हिडिओ|படம்|வீடியோ|மீடியா|వీడియో|మీడియా|તસવીર|મીડિયા|وسائل|میڈیا
รูปภาพ|ภาพ|วิดีโอ|วีดีโอ|เอกสาร|สื่อ|ไฟล์|hình ảnh|ảnh|tài liệu|phương tiện|tệp|画像|写真|動画|ビデオ|ドキュメント
書類|文書|連絡先|メディア|图片|圖片|照片|相片|视频|視訊|影片|文档|文件|檔案|名片|联系人|聯絡人|多媒体|多媒體|媒体
媒體|이미지|사진|동영상|비디오|문서|연락처|미디어|파일|ujumbe|picha|pilt|attēls|vaizdas|beeld
""")

OMITTED: Final = _any("""
omitted|not included|ausgeschlossen|weggelassen|ausgelassen|nicht enthalten|omitido|omitida|omitidos|omitidas|omis
omise|omises|absent|absente|absents|absentes|retiré|retirée|manquant|manquante|omesso|omessa|omessi|omesse|escluso
esclusa|esclusi|non incluso|non inclusa|non inclusi|oculto|oculta|ocultos|ocultas|ocultado|ocultada|ocultados
não revelado|não revelada|não incluído|não incluída|weggelaten|niet opgenomen|utelämn*|uteslut*|utelat*|udelad*
ikke inkludert|ikke medtaget|jätetty pois|jätettiin pois|poistettu|ei sisälly|pomini*|vynech*|nezahrnut*|elhagyva
elhagyott|kihagyva|kihagyott|hiányzik|hiányzó|nincs mellékelve|exclus|exclusă|dahil edilmedi|hariç tutuldu
eklenmedi|без|отсутству*|пропущен*|не включ*|исключен*|опущен*|вилучен*|пропуск*|відсутн*|не включен*|παραλήφθηκ*
παραλείφθηκ*|παραλειφθ*|εξαιρέθηκ*|לא נכלל|לא נכללה|לא נכללו|הושמט|הושמטה|הושמטו|תם השמטת|استبعاد|مستبعد|غير مدرج
غير مدرجة|لم يتم تضمين|محذوف|محذوفة|تم حذف|حذف شد|حذف شده|حذف شد‌ه|گنجانده نشده|शामिल नहीं|छोड़ा गया|छोड़ी गई
छोड़ दिया गया|छोड़े गए|हटाया गया|हटाई गई|disertakan|dihilangkan|dilewati|diabaikan|disingkirkan|tidak termasuk
dikecualikan|omès|omesa|omesos|omeses|exclòs|izostavljen*|izpuščen*|изостављен*|пропуснат*|изключен*|বাদ
अंतर्भूत नाही|वगळ*|வழங்கப்படவில்லை|நீக்கப்பட்டது|తొలగించ*|چھوڑ*|شامل نہیں|weggelaat|izlaist*|praleist*|ไม่รวม
ไม่ได้รวม|ถูกละเว้น|ละเว้น|bị bỏ qua|bỏ qua|đã bị bỏ|không bao gồm|含まれていません|なし|省略|忽略|略去|未包含
不包括|제외|생략|읽지 않음|포함되지
""")

VOICE: Final = _any("""
audio|audios|áudio|áudios|voice message|voice|sprachnachricht*|nota de voz|mensaje de voz|message vocal
messaggio vocale|mensagem de voz|spraakbericht|аудио*|аудіо*|голосовое сообщение|голосове повідомлення|ήχος|ήχου
ηχητικ*|φωνητικό μήνυμα|אודיו|השמע|שמע|הודעה קולית|الصوت|صوت|صوتية|المقطع الصوتي|مقطع صوتي|صدا|پیام صوتی|ऑडियो
वॉइस मैसेज|वॉइस|suara|pesan suara|geluid|ljud|röstmeddelande|lyd|talemelding|talebesked|ääni*|dźwięk*
wiadomość głosowa|nagranie|zvuk*|hlasová zpráva|hlasová správa|hang|hanganyag|hangüzenet|hangfájl|ses|ses kaydı
sesli mesaj|mesaj vocal|àudio|zvočn*|звук*|เสียง|âm thanh|tin nhắn thoại|音声|音频|音訊|语音消息|語音訊息|语音
語音|오디오|음성
""")

STICKER: Final = _any("""
sticker|stickers|figurinha|figurinhas|adesivo|adesivi|autocolante|стикер*|наклейк*|стікер*|наліпк*|stiker|pelekat
klistermærke|klistremerke|klistermärke|tarra|naklejk*|nálepk*|samolepk*|matrica|çıkartma|αυτοκόλλητ*|מדבקה|המדבקה
ملصق|الملصق|استیکر|برچسب|स्टिकर|adhesiu|naljepnic*|nalepk*|налепниц*|สติกเกอร์|nhãn dán|ステッカー|スタンプ|贴纸
貼圖|贴图|스티커
""")

MISSED: Final = _any("""
missed|you missed|verpasst*|entgangen*|perdida|perdidas|perdido|perdidos|manqué|manqués|manquée|perso|persa|perse
persi|gemist*|missat|missad|missade|obesvarat|tapt|tapte|ubesvart|ubesvarte|mistet|mistede|ubesvaret|vastaamat*
nieodebran*|zmešk*|zmeškan*|nem fogadott|pierdut*|ratat|cevapsız|пропущен*|αναπάντητ*|שלא נענתה|שלא נענו|שלא נענה
לא נענתה|فائتة|فائت|لم يرد عليها|بی‌پاسخ|بی پاسخ|ازدست‌رفته|از دست رفته|मिस्ड|छूटी|छूटा|छूट|tak terjawab
tidak terjawab|terlewat|dilewatkan|não atendida|não atendido|perduda|propušten*|zgrešen*|пропуснат*|ไม่ได้รับ|nhỡ
bị nhỡ|不在着信|부재중|未接|no answer|not answered|unanswered|keine antwort|sin respuesta|pas de réponse
sans réponse|nessuna risposta|sem resposta|geen antwoord|inget svar|ikke svar|intet svar|ei vastausta
brak odpowiedzi|bez odpovědi|bez odpovede|nincs válasz|fără răspuns|нет ответа|без ответа|немає відповіді
без відповіді|καμία απάντηση|אין תשובה|אין מענה|لا يوجد رد|لا رد|بدون پاسخ|कोई जवाब नहीं|tidak ada jawaban
tiada jawapan|không trả lời|ไม่มีการตอบรับ|ไม่รับสาย|cevap yok|yanıt yok|応答なし|응답 없음|无应答|无人接听|無應答
無人接聽|無回應|declined|abgelehnt|rechazad*|refusé|refusée|rifiutat*|recusad*|rejeitad*|geweigerd|avvisat|avvist
afvist|odrzucon*|odmítnut*|elutasít*|reddedildi|отклон*|відхилен*|απορρίφθηκ*|נדחתה|مرفوضة|رد شد|ditolak|拒否|拒绝
拒絕|거절|silenced|stummgeschaltet|silenciad*|silencieu*|en silence
""")

CALL: Final = _any("""
voice call|video call|group call|call|calls|anruf|sprachanruf|videoanruf|gruppenanruf|gruppensprachanruf
gruppenvideoanruf|llamada|llamadas|videollamada|videollamadas|appel|appels|chiamata|videochiamata|chiamate|ligação
ligações|chamada|chamadas|videochamada|oproep|oproepen|spraakoproep|video-oproep|groepsoproep|gesprek
spraakgesprek|videogesprek|samtal|röstsamtal|videosamtal|gruppsamtal|telefonsamtal|anrop|taleanrop|videoanrop
gruppeanrop|lydanrop|samtale|talesamtale|videosamtale|opkald|taleopkald|videoopkald|gruppeopkald|puhelu|äänipuhelu
videopuhelu|ryhmäpuhelu|połączeni*|wideorozmowa|hovor|hovory|videohovor|hívás|hanghívás|videohívás|csoporthívás
apel|apeluri|arama|araması|sesli arama|görüntülü arama|звонок|звонк*|аудиозвон*|видеозвон*|вызов|аудиовызов
видеовызов|дзвінок|дзвінк*|відеодзвін*|аудіодзвін*|виклик|відеовиклик|κλήση|βιντεοκλήση|שיחת|שיחה|שיחות|مكالمة
المكالمة|مكالمات|اتصال|تماس|कॉल|वीडियो कॉल|panggilan|trucada|videotrucada|poziv|videopoziv|klic|videoklic|позив
обаждане|видеообаждане|คอล|สายเสียง|สายสนทนา|สายที่|สายวิดีโอ|สายโทร|การโทร|cuộc gọi|通話|通话|着信|來電|来电|통화
전화
""")

OPENS_CALL: Final = _any("""
voice|video|group|audio|tap|silenced|sesli|görüntülü|grup|vídeo|vidéo|glasovn*|zvočn*|hlasov*|hangos|аудио*|видео*
голосов*|групп*|груп*|відео*|gruppe*|gruppo|grupo|groupe|groep|grupp*|वॉइस|वीडियो|ग्रुप|ऑडियो|صوتية|φωνητικ*
ομαδικ*|βίντεο|音声|语音|語音|ビデオ|视频|視訊|グループ|群组|群組|群|음성|영상|그룹|단체
""")

VIEW_ONCE: Final = _any("""
view once|once view|einmalansicht|einmalige ansicht|einmal ansehen|einmal anzeigen|einmal-*|ver una vez|de una vez
visualización única|visualizarse una vez|vue unique|à vue unique|visualizza una volta|visualizzabile una volta
visualização única|ver uma vez|eenmalig*|eenmalige weergave|visa en gång|visning én gang|vis én gang|vis en gang
katso kerran|kertaluontoi*|jednorazow*|jednorázov*|jednorazov*|egyszer megtekinthető|egyszeri|vizualizare unică
однократ*|одноразов*|tek görünümlük|tek seferlik|sekali lihat|lihat sekali|μίας προβολής|צפייה חד-פעמית
צפייה חד פעמית|العرض مرة واحدة|للعرض مرة واحدة|لمرة واحدة|یک‌بار مشاهده|एक बार देख*|व्यू वन्स|xem một lần
ดูครั้งเดียว|ดูได้ครั้งเดียว|1回|一次性|阅后即焚|한 번|1회
""")

LOCATION: Final = _any("""
location|live location|standort|live-standort|ubicación|localisation|position|posizione|localização|locatie|plats
posisjon|placering|lokation|sijainti|lokalizacj*|poloha|helyzet|tartózkodási hely|locație|locația|konum
местополож*|геопозиц*|геоданн*|розташуванн*|місцезнаходженн*|τοποθεσία|מיקום|موقع|الموقع|مکان|موقعیت مکانی|स्थान
लोकेशन|lokasi|ubicació|lokacija|локација|местоположени*|vị trí|ตำแหน่ง|โลเคชัน|位置|位置情報|위치
""")

POLL: Final = re.compile(
    r"(poll|umfrage|encuesta|sondage|sondaggio|enquete|votação|sondagem|peiling|omröstning|avstemning|afstemning|kysely|"
    r"ankieta|anketa|szavazás|sondaj|anket|опрос|опитування|ψηφοφορία|סקר|استطلاع|نظرسنجی|पोल|jajak pendapat|tinjauan|"
    r"โพล|bình chọn|投票|アンケート|투표)\s*[:：]",
    re.I,
)

NOTICE: Final = _any("""
left|added|joined|removed|blocked|created|beigetreten|verlassen|entfernt|salió|añadió|eliminó a|se unió|est parti
a quitté|a rejoint|a retiré|è uscito|ha abbandonato|ha rimosso|si è unito|saiu|entrou|removeu|verlaten|verwijderd
toegetreden|lämnade|gick med|lade till|forlot|la til|forlod|tilføjede|poistui|lisäsi|opuścił|opuściła|opuścił(a)
opustil*|kilépett|a ieșit|ayrıldı|ekledi|katıldı|çıkardı|вышел*|вышла|покинул*|удалил|вступил*|вийшов|вийшла
αποχώρησε|πρόσθεσε|עזב|עזבה|הוסיף|غادر|أضاف|انضم|keluar|menambahkan|bergabung|đã rời|đã thêm|ออกแล้ว|เพิ่ม|退出
加入|添加|新增了|参加しました|追加しました|나갔습니다|들어왔습니다|추가했습니다|초대했습니다|end-to-end
ende-zu-ende*|verschlüssel*|cifrad*|chiffré|chiffrés|chiffrement|crittograf*|encriptad*|encriptación|encriptação
criptograf*|versleutel*|krypter*|salattu|salattuja|salaus|szyfrow*|šifrov*|titkos*|criptat*|şifrele*|şifreli*
шифрован*|шифров*|шифруван*|κρυπτογρ*|מוצפנות|מוצפנת|הצפנה|مشفرة|مشفّرة|تشفير|رمزگذاری|एन्क्रिप्ट*|enkripsi
dienkripsi|terenkripsi|disulit*|เข้ารหัส|mã hóa|暗号化|加密|암호화|security code|sicherheitsnummer|sicherheitscode
código de seguridad|code de sécurité|codice di sicurezza|código de segurança|beveiligingscode|säkerhetskod*
sikkerhetskode*|sikkerhedskode*|turvakoodi*|kod bezpieczeństwa|kod zabezpiecz*|bezpečnostní kód|bezpečnostný kód
biztonsági kód*|codul de securitate|güvenlik kodu*|код безопасности|код безпеки|κωδικός ασφαλείας|קוד האבטחה
رمز الأمان|رمز الحماية|کد امنیتی|सुरक्षा कोड|सिक्योरिटी कोड|kode keamanan|kod keselamatan|mã bảo mật
รหัสความปลอดภัย|セキュリティコード|安全码|安全代码|安全碼|安全性代碼|보안 코드|codi de seguretat|disappearing
selbstlöschend*|mensajes temporales|éphémère*|effimer*|mensagens temporárias|verdwijnende|försvinnande
selvutslettende|forsvindende|katoavat|znikając*|mizející|miznúce|eltűnő|temporare|süreli mesaj*|исчезающ*|зникають
що зникають|εξαφάνισης|הודעות נעלמות|ذاتية الاختفاء|ناپدیدشونده|गायब होने वाले|pesan sementara|mesej hilang
tin nhắn tự hủy|ข้อความชั่วคราว|消えるメッセージ|限时消息|閱後自動銷毀|사라지는 메시지|started a call
started a video call|started a voice call|call link|anruf gestartet|inició una llamada|a démarré un appel
a lancé un appel|iniciou uma|ha avviato una|начал звонок|начал(-а)|created this group|created group
created the group|changed the|changed this|changed their|changed group|changed to|changed from|joined using
joined from|joined the group|was added|were added|added you|left the group|removed you|was removed|is a contact
is not in your contacts|blocked this contact|unblocked|this business|pinned a message|turned on|turned off
business account|now an admin|no longer an admin|you left|you joined|you added|you removed|you created
changed your|this group|this chat|die gruppe|der gruppe|gruppenbild|gruppenbeschreibung|den betreff|hinzugefügt
diesen kontakt|neue telefonnummer|angepinnt|el grupo|este grupo|del grupo|al grupo|el asunto|añadió a|te añad*
te agreg*|este contacto|bloqueaste|desbloqueaste|fijó un|le groupe|ce groupe|du groupe|au groupe|le sujet
ce contact|a ajouté|vous a ajouté|épinglé|il gruppo|del gruppo|questo gruppo|al gruppo|l'oggetto|ti ha aggiunto
ha aggiunto|questo contatto|o grupo|do grupo|deste grupo|ao grupo|o assunto|adicionou|este contato|fixou uma
de groep|deze groep|groepsfoto|het onderwerp|toegevoegd|dit contact|vastgemaakt|gruppen|denne gruppen|ryhmän|ryhmä
grupę|grupy|tę grupę|tej grupy|dodał|dodała|dodał(a)|zmienił|zmieniła|zmienił(a)|skupinu|skupiny|skupinou|přidal*
pridal*|csoportot|csoport|csoporthoz|grupul|grupului|grubu|grubunu|grubun|grup simgesini|группу|группы|группе
этой группы|добавил*|изменил*|этот контакт|групу|групи|додав|додала|змінив|змінила|ομάδα|ομάδας|הקבוצה|לקבוצה
את הקבוצה|المجموعة|گروه|ग्रुप|समूह|grup ini|grup|kumpulan|nhóm|กลุ่ม|グループ|群组|群組|此群|该群|그룹|님이
el grup|grupu|skupino|групата|গ্রুপ|ग्रुपचा|குழு|సమూహ*|ગ્રુપ|گروپ|kikundi
""")

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
_AMOUNT: Final = re.compile(r"(?<!\d)(\d{1,9})\s*([^\W\d_]+)")
"""No call has more digits; a number of thousands of them Python refuses to make."""


def duration_s(text: str) -> float | None:
    """The length of a call in seconds, where its line shows one ("Voice call, 1 hr 5 min"); None when it does not."""
    total, found = 0, False
    for amount, unit in _AMOUNT.findall(text.casefold()):
        for factor, names in ((3600, _HOURS), (60, _MINUTES), (1, _SECONDS)):
            if unit in names:
                total, found = total + factor * int(amount), True
    return float(total) if found else None


def is_length(text: str) -> bool:
    """True for a length and nothing else: "1 hr 5 min"."""
    units = _HOURS | _MINUTES | _SECONDS
    left = _AMOUNT.sub(lambda found: "" if found[2] in units else found[0], text.casefold())
    return left != text.casefold() and not left.strip(" .,")
