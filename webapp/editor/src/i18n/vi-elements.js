/** Names of what can be drawn, as the menu «change element» and the panel's head say them. */
const EVENTS = {
  'Message': 'thông điệp',
  'Timer': 'thời gian',
  'Conditional': 'điều kiện',
  'Signal': 'tín hiệu',
  'Error': 'lỗi',
  'Escalation': 'leo thang',
  'Compensation': 'hoàn tác',
  'Compensate': 'hoàn tác',
  'Cancel': 'hủy',
  'Link': 'liên kết',
  'Terminate': 'dừng tất cả'
};
const PLACES = {
  'start event': 'Bắt đầu do {kind}',
  'start event (non-interrupting)': 'Bắt đầu do {kind} (không ngắt)',
  'start event (non interrupting)': 'Bắt đầu do {kind} (không ngắt)',
  'boundary event (non interrupting)': 'Sự kiện biên: {kind} (không ngắt)',
  'intermediate catch event': 'Chờ {kind}',
  'intermediate throw event': 'Phát {kind}',
  'boundary event': 'Sự kiện biên: {kind}',
  'boundary event (non-interrupting)': 'Sự kiện biên: {kind} (không ngắt)',
  'end event': 'Kết thúc: {kind}'
};

function events() {
  const found = {};
  for (const [ kind, name ] of Object.entries(EVENTS)) {
    for (const [ place, sentence ] of Object.entries(PLACES)) {
      found[`${kind} ${place}`] = sentence.replace('{kind}', name);
    }
  }
  return found;
}

/** The panel's head writes each word with a capital. */
function headed(texts) {
  const found = {};
  for (const [ english, vietnamese ] of Object.entries(texts)) {
    found[english.replace(/(^|[ (-])([a-z])/g, (_, before, letter) => before + letter.toUpperCase())] = vietnamese;
  }
  return found;
}

const names = {
  'Ad-hoc sub-process': 'Tiến trình con tùy ý',
  'Ad-hoc sub-process (collapsed)': 'Tiến trình con tùy ý (thu gọn)',
  'Ad-hoc sub-process (expanded)': 'Tiến trình con tùy ý (mở rộng)',
  'Association': 'Đường liên hệ',
  'Boundary event': 'Sự kiện biên',
  'Ad hoc sub process': 'Tiến trình con tùy ý',
  'Business rule task': 'Việc tra bảng quyết định',
  'Call activity': 'Gọi tiến trình khác trong tệp',
  'Collaboration': 'Sơ đồ nhiều nhóm',
  'Complex gateway': 'Cổng phức hợp',
  'Conditional flow': 'Luồng có điều kiện',
  'Data object reference': 'Đối tượng dữ liệu',
  'Data store reference': 'Kho dữ liệu',
  'Data input association': 'Dữ liệu đầu vào',
  'Data output association': 'Dữ liệu đầu ra',
  'Default flow': 'Luồng mặc định',
  'Empty pool/participant': 'Nhóm trống',
  'Empty pool/participant (removes content)': 'Nhóm trống (xóa nội dung bên trong)',
  'End event': 'Kết thúc',
  'Event sub-process': 'Tiến trình con theo sự kiện',
  'Event-based gateway': 'Cổng chờ sự kiện',
  'Event based gateway': 'Cổng chờ sự kiện',
  'Sub process': 'Tiến trình con',
  'Exclusive gateway': 'Cổng chọn một nhánh',
  'Expanded pool/participant': 'Nhóm có tiến trình',
  'Group': 'Khung nhóm',
  'Inclusive gateway': 'Cổng chọn nhiều nhánh',
  'Intermediate throw event': 'Sự kiện trung gian',
  'Intermediate catch event': 'Sự kiện chờ',
  'Label': 'Nhãn',
  'Lane': 'Làn',
  'Manual task': 'Việc làm ngoài hệ thống',
  'Message flow': 'Luồng thông điệp',
  'Multiple start event': 'Bắt đầu do nhiều sự kiện',
  'Parallel gateway': 'Cổng song song',
  'Participant': 'Nhóm',
  'Pool': 'Nhóm',
  'Process': 'Tiến trình',
  'Receive task': 'Việc nhận thông điệp',
  'Script task': 'Việc tính toán (FEEL)',
  'Send task': 'Việc gửi thông điệp',
  'Sequence flow': 'Luồng tuần tự',
  'Service task': 'Việc của hệ thống',
  'Start event': 'Bắt đầu',
  'Sub-process': 'Tiến trình con',
  'Expanded sub process': 'Tiến trình con',
  'Collapsed sub process': 'Tiến trình con (thu gọn)',
  'Event sub process': 'Tiến trình con theo sự kiện',
  'Expanded ad hoc sub process': 'Tiến trình con tùy ý',
  'Collapsed ad hoc sub process': 'Tiến trình con tùy ý (thu gọn)',
  'Sub-process (collapsed)': 'Tiến trình con (thu gọn)',
  'Sub-process (expanded)': 'Tiến trình con (mở rộng)',
  'Task': 'Việc không gắn người',
  'Text annotation': 'Chú thích',
  'Transaction': 'Giao dịch',
  'User task': 'Việc của người',
  'Compensation task': 'Việc hoàn tác',
  ...events()
};

export const elements = { ...headed(names), ...names };
