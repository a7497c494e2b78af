// SPDX-License-Identifier: GPL-2.0-or-later
// Opens the HTML comparison in a real browser and uses it as a reader would.
// Usage: node check.mjs CHROMIUM PAGE HOSTILE-PAGE SCREENSHOTS; prints
// "ok NAME" or "not ok NAME: why".
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [chromium_path, page_path, hostile_path, folder] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/build/browser/`);
const { chromium } = require("playwright-core");

const patience = 300000; // ms, against hanging alone
let failed = 0;

function claim(name, wanted, got) {
	const is_same = JSON.stringify(wanted) === JSON.stringify(got);

	console.log(is_same ? `ok ${name}`
		: `not ok ${name}: wanted ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
	failed += !is_same;
}

const browser = await chromium.launch({
	executablePath: chromium_path,
	timeout: patience,
	args: process.getuid() === 0 ? ["--no-sandbox"] : [],
});

// A page, all that it says on its console, and all that it asks for.
async function open(path, options = {}) {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 900 }, ...options,
	});
	const page = await context.newPage();
	const said = [], asked = [];

	page.setDefaultTimeout(patience);
	page.on("console", (message) => said.push(message.text()));
	page.on("pageerror", (error) => said.push(String(error)));
	page.on("dialog", (dialog) => { said.push("dialog"); dialog.dismiss(); });
	page.on("request", (request) => asked.push(request.url()));
	await page.goto(pathToFileURL(path).href);
	return { page, said, asked };
}

const visible_rows = (page) => page.locator("tbody tr:visible").count();
const background = (page) => page.evaluate(
	() => getComputedStyle(document.body).backgroundColor);
const focused = (page) => page.evaluate(
	() => document.activeElement.id || document.activeElement.tagName);

// ---- search -----------------------------------------------------------------

const { page, said, asked } = await open(page_path, { colorScheme: "light" });
const all = await visible_rows(page);

claim("the page has rows", true, all > 20);
await page.keyboard.press("Tab");
claim("the first Tab offers to skip to the content", "A", await focused(page));
await page.keyboard.press("Enter");
claim("and does", "main", await focused(page));
await page.getByLabel("Search").fill("net_raw");
const found = await visible_rows(page);
claim("search narrows the rows", true, found > 0 && found < 5);
claim("search says how many", `${found} of ${all} rows`,
	await page.getByRole("status").textContent());
await page.getByLabel("Search").fill("no such thing");
claim("search finds nothing where nothing is", 0, await visible_rows(page));

// ---- keyboard ---------------------------------------------------------------

await page.keyboard.press("Escape");
claim("Escape clears the search", all, await visible_rows(page));
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("/");
claim("/ goes to the search", "find", await focused(page));
await page.locator("td.yes summary").first().focus();
await page.keyboard.press("Enter");
claim("Enter opens the evidence of a cell", true,
	await page.locator("td.yes details").first().getAttribute("open") !== null);
claim("which is there", true,
	await page.locator("td.yes details li").first().isVisible());
claim("what has the focus is outlined", true, await page.evaluate(() =>
	getComputedStyle(document.activeElement).outlineStyle !== "none"));

// ---- screen reader ----------------------------------------------------------

claim("every table names its columns", 0, await page.evaluate(() =>
	Array.from(document.querySelectorAll("table")).filter((table) =>
		!table.querySelector("thead th[scope=col]")).length));
claim("every row has a heading", 0, await page.evaluate(() =>
	Array.from(document.querySelectorAll("tbody tr")).filter((row) =>
		!row.querySelector("th[scope=row]")).length));
claim("every control has a name", 0, await page.evaluate(() =>
	Array.from(document.querySelectorAll("input, select, button")).filter(
		(control) => !(control.labels?.length || control.textContent)).length));
claim("an empty cell says so", true,
	(await page.locator("td.no .hidden").first().textContent()) === "not seen");
claim("the page names its language", "en",
	await page.locator("html").getAttribute("lang"));

// ---- themes, paper ----------------------------------------------------------

const light = await background(page);
await page.screenshot({ path: `${folder}/light.png` });
await page.getByLabel("Theme").selectOption("dark");
const dark = await background(page);
claim("the switch makes it dark", true, dark !== light);
await page.screenshot({ path: `${folder}/dark.png`, fullPage: true });
await page.getByLabel("Theme").selectOption("system");
await page.emulateMedia({ colorScheme: "dark" });
claim("and the system does", dark, await background(page));
await page.getByLabel("Theme").selectOption("light");
claim("unless the switch says light", light, await background(page));
await page.getByRole("button", { name: "Open all" }).click();
claim("all evidence opens", 0,
	await page.locator("details:not([open])").count());
await page.getByRole("button", { name: "Close" }).click();
await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
claim("paper shows what is folded", 0,
	await page.locator("details:not([open])").count());
await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
claim("and the screen folds it again", 0,
	await page.locator("details[open]").count());
await page.emulateMedia({ media: "print" });
claim("paper has no controls", false,
	await page.locator("#controls").isVisible());
claim("no word on the console", [], said);
claim("no request but the file", [pathToFileURL(page_path).href], asked);

// ---- without script, and a hostile profile ----------------------------------

const plain = await open(page_path, { javaScriptEnabled: false });
claim("without script all rows are there", all,
	await visible_rows(plain.page));
const hostile = await open(hostile_path);
claim("a hostile profile runs nothing", [], hostile.said);
claim("and asks for nothing", 1, hostile.asked.length);
claim("and brings no element of its own", 0, await hostile.page.locator(
	"img, iframe, object, embed, svg, form, base, link, a:not(.skip)").count());
claim("one script, ours", 1, await hostile.page.locator("script").count());
claim("its text is shown as text", true,
	(await hostile.page.locator("body").innerText()).includes("<script>"));

await browser.close();
process.exit(failed ? 1 : 0);
