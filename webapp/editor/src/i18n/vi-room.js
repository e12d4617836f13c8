/** The room around the drawing: saving, conflicts, findings. */
export const room = {
  '{n} thing to mend': 'Còn {n} chỗ phải sửa',
  '{n} things to mend': 'Còn {n} chỗ phải sửa',
  'Nothing to mend: this can run.': 'Không có gì phải sửa: chạy được.',
  'Not checked: the server does not answer.': 'Chưa kiểm tra được: máy chủ không trả lời.',
  'The whole file': 'Cả tệp',
  'Not saved yet': 'Chưa lưu',
  'Not saved yet, and this browser keeps no copy: save or download soon':
    'Chưa lưu, và trình duyệt không giữ được bản sao: hãy lưu hoặc tải về sớm',
  'Not saved': 'Không lưu được',
  'Saving…': 'Đang lưu…',
  'Saved {at}': 'Đã lưu {at}',
  'Not saved: the server does not answer or you have been signed out. Sign in again in another tab, then save here. Your drawing is kept in this browser.':
    'Không lưu được: máy chủ không trả lời, hoặc phiên đăng nhập đã hết. Hãy đăng nhập lại ở thẻ khác rồi lưu ở đây. Bản vẽ được giữ trong trình duyệt này.',
  'Not saved: the drawing is too large. Download it and split it.':
    'Không lưu được: bản vẽ quá lớn. Hãy tải về và tách thành nhiều tệp.',
  'Somebody else has saved this draft': 'Người khác đã lưu bản nháp này',
  'Nothing was overwritten. Your drawing is still here and in this browser.':
    'Chưa ghi đè gì. Bản vẽ của bạn vẫn ở đây và trong trình duyệt này.',
  'Download my drawing': 'Tải bản vẽ của tôi',
  'Set mine aside and open theirs': 'Cất bản của tôi, mở bản của họ',
  'Go on drawing': 'Vẽ tiếp',
  'Go on with what was not saved?': 'Tiếp tục bản vẽ chưa lưu?',
  'This browser keeps a drawing of {at} that was not saved.': 'Trình duyệt này giữ một bản vẽ lúc {at} chưa được lưu.',
  'Since then {name} has saved the draft ({at}).': 'Sau đó {name} đã lưu bản nháp ({at}).',
  'Go on with it': 'Tiếp tục bản đó',
  'Use the saved draft': 'Dùng bản đã lưu',
  'The draft cannot be read: the server does not answer. Reload the page.':
    'Không đọc được bản nháp: máy chủ không trả lời. Hãy tải lại trang.',
  'The file is too large, or the server does not answer.': 'Tệp quá lớn, hoặc máy chủ không trả lời.',
  '«{file}» was not opened. {why}': 'Không mở «{file}». {why}',
  '{n} remark.': 'Có {n} điều nên xem lại.',
  '{n} remarks.': 'Có {n} điều nên xem lại.',
  'The drawing cannot be shown: {why} It can still be downloaded as it is.':
    'Không hiển thị được bản vẽ: {why} Vẫn tải về được nguyên vẹn.',
  'Part of this file would be lost': 'Một phần của tệp sẽ mất',
  '«{file}» holds what the editor cannot keep. Saving it here would lose:':
    '«{file}» có những chỗ trình vẽ không giữ được. Nếu mở rồi lưu ở đây thì mất:',
  'The draft holds what the editor cannot keep. Saving it here would lose:':
    'Bản nháp có những chỗ trình vẽ không giữ được. Nếu mở rồi lưu ở đây thì mất:',
  'And {n} more.': 'Và {n} chỗ nữa.',
  'Download the original': 'Tải bản gốc',
  'Keep the file as it is, do not open it': 'Giữ nguyên tệp, không mở',
  'Open it all the same': 'Vẫn mở',
  'The draft is kept as it is and is not shown, because part of it would be lost. Download it and mend it, or reload the page to choose again.':
    'Bản nháp được giữ nguyên và không hiển thị, vì mở ra thì một phần sẽ mất. Hãy tải về để sửa, hoặc tải lại trang để chọn lại.',
  'The file holds comments ({n}): they are not kept when it is saved.': 'Tệp có {n} lời ghi chú trong mã XML: khi lưu ở đây sẽ không còn.',
  '{what}: the id «{id}» is used twice in the file, so this one is left out. Change one of the two ids.':
    '{what}: mã «{id}» dùng hai lần trong tệp nên phần tử này bị bỏ. Hãy đổi một mã.',
  '{what}: the editor cannot keep the id «{id}», so the element is left out. An id has letters without accents, digits, - _ . and begins with a letter.':
    '{what}: trình vẽ không giữ được mã «{id}» nên phần tử này bị bỏ. Mã chỉ gồm chữ không dấu, chữ số, - _ . và bắt đầu bằng chữ.',
  '{what}: the editor does not know this, and leaves it out.': '{what}: trình vẽ không biết phần này nên bỏ.',
  '{what}: «{attribute}» is «{value}» in the file and would be written as «{other}».':
    '{what}: «{attribute}» trong tệp là «{value}», khi lưu sẽ thành «{other}».',
  '{what}: «{property}» names «{value}», which is not in the file. It is left empty.':
    '{what}: «{property}» chỉ tới «{value}», không có trong tệp nên bị bỏ trống.',
  '{what} at «{end}»: the flow joins «{value}», which is not in the file, so the flow is left out. Draw it anew.':
    '{what} ở «{end}»: luồng nối với «{value}», không có trong tệp, nên luồng này bị bỏ. Hãy vẽ lại.',
  '{what}: the flow joins «{value}», which is not in the file, so the flow is left out. Draw it anew.':
    '{what}: luồng nối với «{value}», không có trong tệp, nên luồng này bị bỏ. Hãy vẽ lại.',
  'the file is written in DMN {1}; files of DMN 1.2 to 1.5 can be opened. Save it in one of these with the tool it came from.':
    'tệp viết theo DMN {1}; trang này mở được tệp từ DMN 1.2 đến 1.5. Hãy lưu lại tệp theo một trong các phiên bản đó bằng công cụ đã làm ra nó.',
  'the file is no {1} file, or its root element is wrong.': 'tệp không phải tệp {1}, hoặc phần tử gốc sai.',
  'line {2} of the file cannot be read {1}.': 'không đọc được dòng {2} của tệp {1}.',
  'the file holds no process that could be drawn.': 'tệp không có tiến trình nào để vẽ.',
  'the file is no form: it has no list «fields».': 'tệp không phải biểu mẫu: không có danh sách «fields».',
  'its picture contradicts itself: an element is drawn twice or in the wrong place.':
    'phần hình vẽ trong tệp mâu thuẫn: một phần tử được vẽ hai lần hoặc sai chỗ.',
  'the editor stops at it («{message}»).': 'trình vẽ dừng lại ở chỗ này («{message}»).'
};
