// What was typed into a form outlives its page: a lost connection, a restarted server, a reload. It is kept in this tab alone
// (sessionStorage), per person, form and subject, and is forgotten when the form is saved or cancelled. Passwords and keys are never kept.
// A form takes part by its attribute data-draft; a field by its id, or a radio button by its name.
// After a reload the page offers to go on: it presses the buttons that the form was opened with. Of a file that was chosen only its name
// can be kept, so the page says that it must be chosen again.
(() => {
  const store = 'draft:';
  // Also a part of a value that is longer than its hint.
  const secret = /kitty_[0-9A-Za-z]{8}/;
  // What is open now, each with where its fields began and what is still to be filled in.
  const forms = new Map();
  let leaving = false;
  // What was pressed last: the button of a menu and the choice in it, or one button.
  let pressed = [];
  // What the notice offers.
  let offered = null;
  const patience = 10000;

  const person = () => document.querySelector('[data-user]')?.dataset.user ?? '';
  const prefix = () => `${store}${person()}:`;
  const keyOf = (form) => prefix() + form.dataset.draft;
  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const write = (key, draft) => {
    try {
      if (draft) sessionStorage.setItem(key, JSON.stringify(draft));
      else sessionStorage.removeItem(key);
    } catch {
      // No room, or no storage at all: then it is as before.
    }
  };
  const drafts = () => {
    try {
      return Object.keys(sessionStorage).filter((key) => key.startsWith(store));
    } catch {
      return [];
    }
  };

  const isKept = (field) => field.matches?.('input[id], select[id], textarea[id], input[type=radio]')
    && !['password', 'hidden', 'file', 'search', 'submit', 'button'].includes(field.type) && !('noDraft' in field.dataset);
  const fieldsOf = (form) => [...form.querySelectorAll('input, select, textarea')].filter(isKept);
  const nameOf = (field) => (field.type === 'radio' ? field.name : field.id);
  const valueOf = (form, field) => {
    if (field.type === 'radio') return form.querySelector(`input[type=radio][name="${CSS.escape(field.name)}"]:checked`)?.value ?? '';
    return field.type === 'checkbox' ? String(field.checked) : field.value;
  };
  // True when the field takes the value now; a choice that is not offered yet is waited for.
  const set = (form, field, value) => {
    let target = field;
    if (field.type === 'radio') {
      target = form.querySelector(`input[type=radio][name="${CSS.escape(field.name)}"][value="${CSS.escape(value)}"]`);
      if (!target || target.matches(':disabled')) return false;
      target.checked = true;
    } else if (field.type === 'checkbox') field.checked = value === 'true';
    else if (field.tagName === 'SELECT') {
      if (field.disabled || ![...field.options].some((option) => option.value === value)) return false;
      field.value = value;
    } else field.value = value;
    target.dispatchEvent(new InputEvent('input', { bubbles: true }));
    target.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  };

  // The value before anyone changed it: what equals it is no input. Until then the server may still change it.
  const begin = (form, field) => {
    const state = forms.get(form);
    if (state && isKept(field) && !state.changed.has(nameOf(field))) state.first.set(nameOf(field), valueOf(form, field));
  };
  const typed = (form) => {
    const state = forms.get(form);
    const values = { ...state?.pending };
    for (const field of fieldsOf(form)) {
      const name = nameOf(field);
      const value = valueOf(form, field);
      if (state.changed.has(name) && value !== state.first.get(name) && !secret.test(value)) values[name] = value;
    }
    return values;
  };
  const isDirty = (form) => forms.has(form) && Object.keys(typed(form)).length > 0;
  const save = (form) => {
    if (!form.dataset.draft) return;
    const values = typed(form);
    const title = form.closest('.mud-dialog')?.querySelector('h2')?.textContent ?? '';
    write(keyOf(form), Object.keys(values).length > 0 ? { title, path: location.pathname, steps: forms.get(form).steps, values } : null);
  };

  // Fills in what is there to be filled in; fields that come later get theirs as they come.
  const fill = (form) => {
    const state = forms.get(form);
    for (const field of fieldsOf(form)) {
      const name = nameOf(field);
      const value = state.pending[name];
      if (value === undefined) continue;
      begin(form, field);
      if (!set(form, field, value)) continue;
      delete state.pending[name];
      state.changed.add(name);
      // The form says so, once.
      if (!state.restored) form.querySelector('[data-restored]')?.click();
      state.restored = true;
    }
    // A field behind a button: the button is pressed once.
    for (const button of form.querySelectorAll('[data-reveals]')) {
      if (state.pressed || !button.dataset.reveals.split(' ').some((name) => name in state.pending)) continue;
      state.pressed = true;
      button.click();
    }
  };
  const open = (form) => {
    const stored = form.dataset.draft ? read(keyOf(form)) : null;
    forms.set(form, {
      first: new Map(), changed: new Set(), pending: { ...stored?.values }, dialog: form.closest('.mud-dialog'), key: keyOf(form),
      steps: stored?.steps ?? pressed,
    });
    for (const field of fieldsOf(form)) begin(form, field);
    announce();
    if (stored) fill(form);
  };
  const close = (form) => {
    const state = forms.get(form);
    forms.delete(form);
    // A dialog whose fields are gone for a while has not ended.
    if (form.dataset.draft && !state.dialog?.isConnected) write(state.key, null);
    announce();
  };

  // After a reload: what was typed on this page is kept, and here is where it went.
  const announce = () => {
    const notice = document.getElementById('draft-notice');
    if (!notice) return;
    const open = [...forms.values()].some((state) => state.dialog);
    const found = drafts()
      .map((key) => ({ key, ...read(key) }))
      .filter((draft) => draft.title && !draft.byPage && draft.path === location.pathname);
    // Not while another dialog is open, and not again for what is being reopened.
    offered = (!open && found[0]) || null;
    notice.hidden = !offered;
    if (!offered) return;
    const isFile = Boolean(offered.file);
    notice.querySelector('[data-draft-form]').hidden = isFile;
    notice.querySelector('[data-draft-file]').hidden = !isFile;
    for (const title of notice.querySelectorAll('[data-draft-title]')) title.textContent = offered.title;
    sayHow(!isFile && !offered.steps?.length);
    notice.querySelector('[data-draft-continue]').hidden = !offered.steps?.length;
    notice.querySelector('[data-draft-forget]').textContent = isFile ? 'OK' : 'Discard';
  };
  const sayHow = (byHand) => {
    document.querySelector('#draft-notice [data-draft-how]').hidden = !byHand;
  };
  const lookForDrafts = () => {
    if (!person()) return;
    for (const key of drafts()) if (!key.startsWith(prefix())) write(key, null);
    announce();
  };

  const nameOfButton = (button) => (button.getAttribute('aria-label') ?? button.textContent).trim();
  const buttons = 'button, a.mud-button-root, [role=menuitem]';
  const whenThere = async (name) => {
    for (const end = performance.now() + patience; performance.now() < end;) {
      const isReady = document.body.dataset.interactive && !document.querySelector('[aria-busy=true]');
      const found = isReady && [...document.querySelectorAll(buttons)]
        .find((button) => nameOfButton(button) === name && button.getClientRects().length > 0 && !button.matches(':disabled'));
      if (found) return found;
      await new Promise((done) => setTimeout(done, 50));
    }
    return null;
  };
  // Opens the form as it was opened. Where that button is no longer seen, the notice says that it is the person's turn.
  let resuming = false;
  const resume = async (draft) => {
    if (resuming) return;
    resuming = true;
    for (const step of draft.steps) {
      const button = await whenThere(step);
      if (!button) {
        sayHow(true);
        break;
      }
      button.click();
    }
    resuming = false;
  };

  new MutationObserver((changes) => {
    for (const form of forms.keys()) if (!form.isConnected) close(form);
    if (!changes.some((change) => change.addedNodes.length > 0)) return;
    for (const form of document.querySelectorAll('form[data-form]')) if (!forms.has(form)) open(form);
    for (const [form, state] of forms) {
      for (const field of fieldsOf(form)) if (!state.first.has(nameOf(field))) begin(form, field);
      if (Object.keys(state.pending).length > 0) fill(form);
    }
  }).observe(document.body, { childList: true, subtree: true });

  const formOf = (element) => {
    const form = element.closest?.('form[data-form]');
    return forms.has(form) ? form : null;
  };
  for (const kind of ['pointerdown', 'focusin']) {
    document.addEventListener(kind, (event) => {
      const form = formOf(event.target);
      const field = event.target.closest?.('label')?.control ?? event.target;
      if (form && field) begin(form, field);
    }, true);
  }
  const fileKey = () => `${prefix()}file:${location.pathname}`;
  document.addEventListener('change', (event) => {
    const file = event.target.matches?.('input[type=file]') && event.target.files[0];
    if (!file) return;
    write(fileKey(), null);
    announce();
    write(fileKey(), { title: file.name, path: location.pathname, file: true });
  }, true);
  // A file that is done with need not be chosen again.
  addEventListener('pagehide', () => {
    if (document.querySelector('[data-file-done]')) write(fileKey(), null);
  });
  window.navigation?.addEventListener('currententrychange', () => {
    for (const key of drafts()) if (read(key)?.file && read(key).path !== location.pathname) write(key, null);
    announce();
  });
  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, (event) => {
      const form = formOf(event.target);
      if (!form || !isKept(event.target)) return;
      forms.get(form).changed.add(nameOf(event.target));
      save(form);
    }, true);
  }

  document.addEventListener('click', (event) => {
    const button = event.target.closest?.(buttons);
    if (!button || button.hidden || button.closest('.mud-dialog, .ck-draft-notice')) return;
    const isChoice = button.closest('.mud-popover');
    pressed = [...(isChoice ? pressed.slice(-1) : []), nameOfButton(button)];
  }, true);
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-reload]')) leaving = true;
    if (event.target.closest?.('[data-draft-continue]') && offered) resume(offered);
    if (event.target.closest?.('[data-draft-forget]') && offered) {
      write(offered.key, null);
      announce();
    }
    const form = event.target.closest?.('[data-discard]') && formOf(event.target);
    if (!form) return;
    const state = forms.get(form);
    state.pending = {};
    for (const field of fieldsOf(form)) {
      const first = state.first.get(nameOf(field));
      if (first !== undefined && valueOf(form, field) !== first) set(form, field, first);
    }
    save(form);
    fieldsOf(form)[0]?.focus();
  });

  // A live page's form is the circuit's. The browser would send it too, once the circuit is gone, and everything typed with it.
  window.addEventListener('submit', (event) => {
    const isSignOut = event.target.matches('[action="/account/sign-out"]');
    if (isSignOut || document.body.dataset.interactive) event.preventDefault();
    if (isSignOut) signOut(event.target);
  }, true);

  // Signing out leaves the page only once the server has done it: without a connection the page, and what was typed in it, stay.
  let signingOut = false;
  const signOut = async (form) => {
    if (signingOut) return;
    signingOut = true;
    const notice = document.getElementById('sign-out-failed');
    notice.hidden = true;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), signal: AbortSignal.timeout(patience) });
      if (answer.status >= 500) throw new Error(answer.statusText);
      for (const key of drafts()) write(key, null);
      leaving = true;
      // What refuses it, its own page explains.
      if (answer.ok) location.href = answer.url;
      else form.submit();
    } catch {
      notice.hidden = false;
    }
    signingOut = false;
  };
  document.addEventListener('click', (event) => {
    const notice = event.target.closest?.('#sign-out-failed');
    const button = event.target.closest?.('button');
    if (!notice || !button) return;
    notice.hidden = true;
    if ('signOut' in button.dataset) signOut(document.querySelector('[action="/account/sign-out"]'));
  });

  // Esc: first a list of suggestions closes, then a form with input asks.
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    const dialog = [...document.querySelectorAll('.mud-dialog')].at(-1);
    if (!dialog) return;
    if (!dialog.contains(event.target) && event.target !== document.body) {
      // A second Esc before the question has the focus: it is not for the dialog below.
      event.stopImmediatePropagation();
      return;
    }
    const list = dialog.querySelector('[role=combobox][aria-expanded=true]');
    const form = dialog.querySelector('form[data-form]');
    const button = list ? list.parentElement.querySelector('[data-close-list]') : isDirty(form) ? dialog.querySelector('[data-ask]') : null;
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    button.click();
  }, true);

  window.addEventListener('beforeunload', (event) => {
    if (document.querySelector('[data-signed-out]')) return;
    // A key that is shown this once is lost; what was typed is kept, and a reload asked for by the page itself needs no question.
    if (document.querySelector('[data-secret=unsaved]') || (!leaving && [...forms.keys()].some(isDirty))) event.preventDefault();
  });

  window.commerceKitty.isDirty = (form) => isDirty(form);
  // For what the server alone holds: the boxes of a table.
  window.commerceKitty.keepDraft = (key, title, value) => {
    write(prefix() + key, value ? { title, path: location.pathname, byPage: true, values: { value } } : null);
  };
  window.commerceKitty.takeDraft = (key) => read(prefix() + key)?.values.value ?? null;
  lookForDrafts();
})();
