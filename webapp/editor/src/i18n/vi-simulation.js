/** bpmn-js-token-simulation writes its texts into the page untranslated; `bpmn/simulation.js` replaces them. */
export const simulation = {
  'Token Simulation': 'Chạy thử hình ảnh',
  'Toggle Simulation Log': 'Hiện hoặc ẩn nhật ký chạy thử',
  'Simulation Log': 'Nhật ký chạy thử',
  'Reset Simulation': 'Chạy lại từ đầu',
  'Play/Pause Simulation': 'Chạy hoặc tạm dừng',
  'Play Simulation': 'Đang chạy',
  'Pause Simulation': 'Đã tạm dừng',
  'Set Sequence Flow': 'Chọn nhánh đi tiếp',
  'Trigger Event': 'Cho sự kiện xảy ra',
  'Add pause point': 'Thêm điểm dừng',
  'Remove pause point': 'Bỏ điểm dừng',
  'Found unsupported elements': 'Có phần tử không chạy thử hình ảnh được',
  'Not supported': 'Không chạy thử được',
  'Finished': 'Xong',
  'No Entries': 'Chưa có gì',
  'Set animation speed = Slow': 'Chậm',
  'Set animation speed = Normal': 'Vừa',
  'Set animation speed = Fast': 'Nhanh',
  'Process': 'Tiến trình'
};
