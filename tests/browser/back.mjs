// The browser's own back, forward and reload; leaving; links that are damaged. Started by journey_test.py.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [, , address, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");

const renewed = async (page, act) => {
  const before = await page.evaluate(() => document.documentElement.dataset.shown);
  await act();
  await page.waitForFunction((one) => document.documentElement.dataset.shown && document.documentElement.dataset.shown !== one, before);
};
const press = (page, text) => renewed(page, () => page.getByRole("button", { name: text, exact: true }).last().click());
const heading = (page) => page.locator("h1").innerText();

async function begin(page) {
  await page.goto(`${address}?lang=zh`);
  await press(page, "开始");
  await page.getByLabel("small", { exact: true }).check();
  await press(page, "下一步");
  await page.getByLabel("否", { exact: true }).check();
  await press(page, "下一步");
}

async function back_and_forward(browser) {
  const page = await (await browser.newContext({ viewport: { width: 360, height: 640 } })).newPage();
  await begin(page);
  const third = await heading(page);
  await page.locator("#v").fill("77777");
  await press(page, "上一步");                      // the page's own back keeps what was not posted
  await press(page, "下一步");
  assert.equal(await page.locator("#v").inputValue(), "77777");
  await page.locator("#v").fill("88888");
  await press(page, "English");                     // so does changing the language
  assert.equal(await page.locator("#v").inputValue(), "88888");
  await press(page, "中文");
  await page.locator("#v").fill("2022-09-15");
  await press(page, "下一步");
  await page.locator("#v").fill("1234");
  await renewed(page, () => page.goBack());         // the phone's back: the question before, with its answer
  assert.equal(await heading(page), third);
  assert.equal(await page.locator("#v").inputValue(), "2022-09-15");
  await renewed(page, () => page.goForward());
  assert.equal(await page.locator("#v").inputValue(), "1234", "what was typed is there when one comes back");
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#v"));
  assert.equal(await page.locator("#v").inputValue(), "1234", "reloading shows the same question");
  await page.locator("#v").fill("600000");
  await press(page, "下一步");
  for (let times = 0; times < 20 && !(await heading(page)).includes("核对回答"); ++times) await press(page, "不清楚");
  await press(page, "看结果");
  await page.goto(`${address}rules/benchmark.transaction?lang=zh`);
  await page.goBack();
  await page.locator(".total").waitFor();           // from the rules back to the result
  if (shots) await page.screenshot({ path: `${shots}/back-result.png`, fullPage: true });
  await page.getByRole("button", { name: "清除并离开" }).click();
  await page.locator("#start").waitFor();
  for (let times = 0; times < 4; ++times) {         // nothing of the last applicant comes back
    await page.goBack().catch(() => null);
    await page.waitForTimeout(300);
    assert.ok(!(await page.content()).includes("600,000"), `after ${times + 1} times back`);
  }
  await page.reload();
  await page.waitForTimeout(300);
  assert.ok(!(await page.content()).includes("600,000"), "after reloading");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.context().close();
}

async function damaged(browser) {
  for (const link of ["#a=AAAA", "#a=%%%", `#a=${Buffer.from('{"answers":"{","lang":"zh"}').toString("base64url")}`,
                      `#a=${Buffer.from('{"answers":"{\\"size\\":\\"tiny\\"}","lang":"zh"}').toString("base64url")}`]) {
    const page = await browser.newPage();
    await page.goto(address + link);
    await page.locator("[role=alert]").filter({ visible: true }).waitFor({ timeout: 5000 });
    await page.close();
  }
}

async function plain(browser) {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const click = (text) => Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: text, exact: true }).last().click()]);
  await page.goto(`${address}?lang=zh`);
  await click("开始");
  await page.getByLabel("small", { exact: true }).check();
  await click("下一步");
  await page.getByLabel("否", { exact: true }).check();
  await click("下一步");
  await page.locator("#v").fill("77777");
  await click("English");
  assert.equal(await page.locator("#v").inputValue(), "77777");
  await click("Back");
  await click("Continue");
  assert.equal(await page.locator("#v").inputValue(), "77777");
  await page.locator("#v").fill("2022-09-15");
  await Promise.all([page.waitForEvent("load"), page.locator("#v").press("Enter")]);   // Enter goes on, it does not change the language
  assert.ok((await page.locator(".read-back").innerText()).includes("2022-09-15"));
  await page.context().close();
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  await back_and_forward(browser);
  await damaged(browser);
  await plain(browser);
  console.log("back, reload, leaving and damaged links do what they say");
} finally {
  await browser.close();
}
