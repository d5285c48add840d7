// Nothing here is needed: every page works without it. It tags what is not saved yet and counts it.
for (const tab of document.querySelectorAll('nav [aria-current]'))
  tab.scrollIntoView({ inline: 'center', block: 'nearest' });

const form = document.querySelector('form.settings');
if (form) {
  const bar = form.querySelector('.savebar');
  const count = bar.querySelector('.count');
  const idle = count.textContent;
  const discard = bar.querySelector('button[type=reset]');
  const save = bar.querySelector('button.main');

  const tag = document.createElement('span');
  tag.className = 'tag';
  tag.textContent = 'changed';

  const isChanged = (field) => {
    const control = field.querySelector('input:checked') ?? field.querySelector('[data-stored]:not([type=radio])');
    return control !== null && control.value !== control.dataset.stored;
  };
  const update = () => {
    let changes = 0;
    for (const field of form.querySelectorAll('.field')) {
      const name = field.querySelector('.name');
      const tagged = name.querySelector('.tag');
      const changed = isChanged(field);
      if (changed) changes++;
      if (changed && !tagged) name.append(' ', tag.cloneNode(true));
      if (!changed && tagged) tagged.remove();
    }
    discard.disabled = save.disabled = changes === 0;
    bar.classList.toggle('pending', changes > 0);
    if (changes === 0) count.textContent = idle;
    else {
      const number = document.createElement('strong');
      number.textContent = changes === 1 ? '1 change' : `${changes} changes`;
      count.replaceChildren(
        number,
        ` not saved. ${changes === 1 ? 'It takes' : 'They take'} effect when saved${form.dataset.effect}.`,
      );
    }
  };
  form.addEventListener('input', update);
  form.addEventListener('change', update);
  form.addEventListener('reset', () => {
    // After a refusal the page's own values are what was typed; what is stored is what to go back to.
    setTimeout(() => {
      for (const control of form.querySelectorAll('[data-stored]')) {
        if (control.type === 'radio') control.checked = control.value === control.dataset.stored;
        else control.value = control.dataset.stored;
      }
      update();
    });
  });
  update();
}

const upload = document.querySelector('form.upload');
if (upload) {
  const file = upload.querySelector('input[type=file]');
  file.classList.add('unseen');
  file.tabIndex = -1;
  upload.querySelector('button').addEventListener('click', (event) => {
    event.preventDefault();
    file.click();
  });
  file.addEventListener('change', () => {
    if (file.files.length > 0) upload.submit();
  });

  const boxes = [...document.querySelectorAll('#delete input[type=checkbox]')];
  const button = document.querySelector('button[form=delete]');
  const told = document.querySelector('.selected');
  const count = () => {
    const selected = boxes.filter((box) => box.checked).length;
    button.disabled = selected === 0;
    told.textContent = selected === 0 ? '' : `${selected} selected`;
  };
  document.querySelector('#delete').addEventListener('change', count);
  count();
}
