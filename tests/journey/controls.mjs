// How a person gets about by the names of controls and steps, which are the same in every language.
export const named = (person, name) => person.page.locator(`main [name="${name}"]`);
export const fill = (person, name, text) => named(person, name).fill(text);
export const choose = (person, name, value) =>
  person.page.locator(`main [name="${name}"][value="${value}"]`).check();
export const press = (person, action) =>
  person.page.locator(`main button[name=action][value="${action}"]`).last().click();
export const back = (person) => person.page.locator('.nhsuk-back-link').click();
export const fails = (person) => person.page.locator('.nhsuk-error-summary').waitFor();
// The page of that step is there. With `shown` the page has this question as well: some steps have
// several faces.
export async function arrives(person, step, shown) {
  await person.page
    .locator(`input[type=hidden][name=page][value="${step}"]`)
    .first()
    .waitFor({ state: 'attached' });
  if (shown) await named(person, shown).first().waitFor();
}

// Says that the section is completed, where that is asked.
export async function goOn(person, step, shown) {
  const complete = person.page.locator('[name=section_complete][value=complete]');
  if (await complete.count()) await complete.check();
  await press(person, 'continue');
  await arrives(person, step, shown);
}
