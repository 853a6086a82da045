type Step = { name: string; at: number; of: number };

/** Putting a list in order by dragging or by keys; read out by screen readers. */
export const sortable = {
  role: '可排序的一项',
  how: '按空格键拿起，用上下方向键移动，再按空格键放下，按 Esc 取消。',
  handle: (p: { name: string }) => `移动「${p.name}」`,
  title: '拖动排序，或按空格后用方向键',
  taken: (p: Step) => `已拿起「${p.name}」，现在是第 ${p.at} 个，共 ${p.of} 个。`,
  over: (p: Step) => `「${p.name}」移到第 ${p.at} 个，共 ${p.of} 个。`,
  put: (p: Step) => `「${p.name}」已放在第 ${p.at} 个，共 ${p.of} 个。`,
  cancelled: (p: { name: string }) => `没有移动「${p.name}」。`,
};
