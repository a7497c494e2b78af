// SPDX-License-Identifier: GPL-2.0-or-later
"use strict";
(function () {
	const find = document.getElementById("find");
	const theme = document.getElementById("theme");
	const count = document.getElementById("count");
	const rows = Array.from(document.querySelectorAll("tbody tr"));
	const texts = rows.map((row) => row.textContent.toLowerCase());

	document.getElementById("controls").hidden = false;

	function search() {
		const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;

		rows.forEach((row, i) => {
			row.hidden = !words.every((word) => texts[i].includes(word));
			shown += !row.hidden;
		});
		count.textContent = shown + " of " + rows.length + " rows";
	}

	find.addEventListener("input", search);
	search();

	theme.addEventListener("change", () => {
		if (theme.value === "system")
			delete document.documentElement.dataset.theme;
		else
			document.documentElement.dataset.theme = theme.value;
	});

	document.addEventListener("keydown", (event) => {
		if (event.key === "/" && event.target === document.body) {
			event.preventDefault();
			find.focus();
		} else if (event.key === "Escape" && event.target === find) {
			find.value = "";
			search();
		}
	});

	function openAll(isOpen) {
		document.querySelectorAll("details").forEach((details) => {
			details.open = isOpen;
		});
	}

	document.getElementById("open").addEventListener("click", () => openAll(true));
	document.getElementById("close").addEventListener("click", () => openAll(false));

	// What is folded would be missing on paper.
	let wasOpen = [];
	window.addEventListener("beforeprint", () => {
		wasOpen = Array.from(document.querySelectorAll("details[open]"));
		openAll(true);
	});
	window.addEventListener("afterprint", () => {
		openAll(false);
		wasOpen.forEach((details) => { details.open = true; });
	});
})();
