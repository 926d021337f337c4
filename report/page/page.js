/* SPDX-License-Identifier: GPL-2.0-only */
/* Finds and sorts in the list of comparisons of report.html. Without scripts the list stands as it is, and its fields stay hidden. */
'use strict';
const list = document.querySelector('.index'), find = document.querySelector('.find');
if (list) {
	const [words, order] = find.querySelectorAll('input, select');
	const count = find.querySelector('output'), items = [...list.children];
	const most = item => parseFloat(item.dataset.most) || 0;
	const by = {
		difference: (a, b) => most(b) - most(a),
		name: (a, b) => a.textContent.localeCompare(b.textContent, 'en', { numeric: true }),
		question: (a, b) => items.indexOf(a) - items.indexOf(b),
	};
	const show = () => {
		const wanted = words.value.toLowerCase().split(/\s+/);
		for (const item of items) {
			const text = item.textContent.toLowerCase();
			item.hidden = !wanted.every(word => text.includes(word));
		}
		list.append(...[...items].sort(by[order.value]));
		count.value = items.filter(item => !item.hidden).length + ' of ' + items.length;
	};
	words.oninput = order.onchange = show;
	find.hidden = false;
	show();
}
