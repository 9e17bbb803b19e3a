
(function () {
  "use strict";
  var form = document.getElementById("filters");
  if (!form) { return; }
  // The words of the page's language: those of statuses, and of the number of events.
  var words = form.dataset;
  var actor = document.getElementById("filter-actor");
  var day = document.getElementById("filter-day");
  var count = document.getElementById("filter-count");
  var events = Array.from(document.querySelectorAll(".events > li")).map(read);
  var details = events.map(function (event) { return event.item.querySelector("details"); });

  // An event as the page shows it, with its states: the last one is what is known as of the day of the page.
  function read(item) {
    var date = item.querySelector(".date");
    var status = item.querySelector(".status");
    return {
      item: item,
      kind: item.dataset.kind,
      actors: item.dataset.actors.split(" "),
      date: date,
      dateNow: date.textContent,
      status: status,
      states: Array.from(item.querySelectorAll(".states > li")),
      dated: Array.from(item.querySelectorAll("[data-from]"))
    };
  }

  function checked(name) {
    return Array.from(form.querySelectorAll("input[name=" + name + "]:checked")).map(function (box) { return box.value; });
  }

  function from(item) {
    return Number(item.dataset.from);
  }

  // The number of a day, counted from 1970-01-01. An empty field is the day of the page.
  function numberOf(text) {
    return Math.floor(Date.parse(text || day.max) / 86400000);
  }

  function apply() {
    var kinds = checked("kind");
    var statuses = checked("status");
    var last = numberOf(day.value);
    var isNow = last >= numberOf(day.max);
    var shown = 0;
    events.forEach(function (event) {
      var known = event.states.filter(function (state) { return last >= from(state); });
      var state = known[known.length - 1];
      var isLast = known.length === event.states.length;
      var status = state ? state.dataset.status : "unknown";
      // What is no longer reported is shown only with all statuses, as the page does without this script.
      var hasStatus = status === "none" ? statuses.length === 4 : statuses.includes(status);
      var hasActor = actor.value === "" || event.actors.includes(actor.value);
      var isShown = hasStatus ? hasActor ? kinds.includes(event.kind) : false : false;
      event.item.hidden = !isShown;
      if (!isShown) { return; }
      shown += 1;
      event.date.textContent = isLast ? event.dateNow : state.dataset.date || event.dateNow;
      event.status.textContent = event.item.dataset[status] || words[status];
      event.status.dataset.status = status;
      event.dated.forEach(function (item) { item.hidden = from(item) > last; });
    });
    var pattern = isNow ? words.shown : words.shownThen;
    count.textContent = pattern.replace("{n}", shown).replace("{all}", events.length).replace("{date}", day.value);
  }

  function open(isOpen) {
    details.forEach(function (one) { one.open = isOpen; });
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  // The fields have their old values until the event is over.
  form.addEventListener("reset", function () { setTimeout(apply, 0); });
  // Paper shows all reports.
  window.addEventListener("beforeprint", function () { open(true); });
  window.addEventListener("afterprint", function () { open(false); });
  open(false);
  apply();
}());
