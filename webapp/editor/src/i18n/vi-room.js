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
  'The drawing cannot be shown ({why}). It can still be downloaded.':
    'Không hiển thị được bản vẽ ({why}). Vẫn tải về được nguyên vẹn.'
};
