// Keys and the selection of words for the review. Without this file all of it is done by forms.
'use strict';
(() => {
  const passage = document.getElementById('passage');
  const keys = document.getElementById('keys');
  const switched = document.getElementById('keys-on');
  const told = document.getElementById('selected');
  const remembered = {
    get off() { try { return localStorage.getItem('sayso-keys') === 'off'; } catch { return false; } },
    set off(off) { try { localStorage.setItem('sayso-keys', off ? 'off' : 'on'); } catch { /* It holds until the page is left. */ } },
  };

  // Single keys.
  const isField = element => element.closest('input, select, textarea, [contenteditable]') !== null;
  const reveal = element => {
    for (let at = element.closest('details'); at; at = at.parentElement.closest('details')) at.open = true;
  };
  const act = element => {
    reveal(element);
    if (element.matches('input')) { element.focus(); element.select(); } else element.click();
  };
  keys.hidden = false;
  switched.checked = !remembered.off;
  switched.addEventListener('change', () => { remembered.off = !switched.checked; });
  document.addEventListener('keydown', event => {
    if (!switched.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isField(event.target)) return;
    if (event.key === 'w' && passage) { event.preventDefault(); passage.focus(); return; }
    if (event.key === '?') { event.preventDefault(); keys.open = !keys.open; keys.querySelector('summary').focus(); return; }
    const meant = [...document.querySelectorAll('[data-key]')].find(element => element.dataset.key === event.key);
    if (meant) { event.preventDefault(); act(meant); }
  });

  if (!passage) return;

  // The words of the passage, as places in its text.
  const text = passage.textContent;
  const words = [...text.matchAll(/\S+/gu)].map(found => [found.index, found.index + found[0].length]);
  const pieces = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
  const nodes = [];
  for (let place = 0; pieces.nextNode(); place += pieces.currentNode.length) nodes.push([place, pieces.currentNode]);
  const node = place => {
    const [start, found] = nodes.findLast(([start]) => start <= place);
    return [found, Math.min(place - start, found.length)];
  };
  const placeOf = (container, offset) => {
    const range = document.createRange();
    range.setStart(passage, 0);
    range.setEnd(container, offset);
    return range.toString().length;
  };
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !passage.contains(selection.anchorNode) || !passage.contains(selection.focusNode)) return null;
    const ends = [placeOf(selection.anchorNode, selection.anchorOffset), placeOf(selection.focusNode, selection.focusOffset)].sort((a, b) => a - b);
    const within = words.filter(([start, end]) => end > ends[0] && start < ends[1]);
    if (!within.length) return null;
    return [within[0][0], within[within.length - 1][1]];
  };

  // By keys: arrows move over words, Shift extends, Enter goes to the buttons.
  let anchor = -1;
  let head = -1;
  const show = () => {
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
    getSelection().setBaseAndExtent(...node(words[from][0]), ...node(words[to][1]));
    told.hidden = false;
    told.textContent = `Selected: ${text.slice(words[from][0], words[to][1])}`;
  };
  passage.tabIndex = 0;
  passage.setAttribute('role', 'group');
  passage.setAttribute('aria-label', 'The passage: arrow keys move over its words, Shift extends, Enter goes to what can be done with them');
  passage.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && words.length) {
      event.preventDefault();
      if (head < 0) anchor = head = Math.max(words.findIndex(([start]) => start >= marked()), 0);
      else head = Math.min(Math.max(head + step, 0), words.length - 1);
      if (!event.shiftKey) anchor = head;
      show();
    } else if (event.key === 'Enter' && takers.length) {
      event.preventDefault();
      reveal(takers[0]);
      takers[0].focus();
    }
  });
  const marked = () => {
    const content = passage.querySelector('mark.content');
    return content ? placeOf(content, 0) : 0;
  };

  // Into a field: its words, and their place, which holds as long as nobody types.
  const takers = [...document.querySelectorAll('[data-take]')];
  let last = null;
  document.addEventListener('selectionchange', () => { last = selected() ?? last; });
  for (const taker of takers) {
    taker.hidden = false;
    const field = document.getElementById(taker.dataset.take);
    const place = field.form.elements.namedItem('selected');
    taker.addEventListener('click', () => {
      // The event tells of a selection later than it is there.
      last = selected() ?? last;
      if (!last) { told.hidden = false; told.textContent = 'Select words in the passage first.'; passage.focus(); return; }
      const [start, end] = last;
      const codePoints = to => Number(passage.dataset.start) + [...text.slice(0, to)].length;
      field.value = text.slice(start, end).split(/\s+/u).join(' ');
      place.value = `${codePoints(start)}-${codePoints(end)}`;
      field.form.querySelector('button[type=submit]').focus();
    });
    field.addEventListener('input', () => { place.value = ''; });
  }
})();
