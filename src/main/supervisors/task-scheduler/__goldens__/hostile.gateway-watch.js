// OpenClaw 'S\u00f6hne' (it's) 100 $HOME \u65e5\u672c: starts its scheduled task again after a failure.
// wscript.exe runs this without a window. It asks the Task Scheduler and starts no program by itself.
var TASK = "OpenClaw Gateway (work)";
var STATE_FILE = "C:\\Users\\m & e's 5% \u65e5\u672c\\.openclaw-work\\gateway-watch.json";
var HOLD_FILE = "C:\\Users\\m & e's 5% \u65e5\u672c\\.openclaw-work\\gateway-watch.hold";

var POLL_MS = 5000;
var FIRST_DELAY_MS = 5000;
var LONGEST_DELAY_MS = 60000;
// A run this long makes up for the failures before it.
var STEADY_MS = 300000;
// A start that was asked for shows as a run within this time, or counts as one more failure.
var START_MS = 60000;
// A failure this short before the first look happened at this log-on, or after this start.
var FRESH_MS = 60000;
var FAILURE_LIMIT = 10;
var MISSING_LIMIT = 3;

var NOT_FOUND = { "-2147024894": 1, "-2147024893": 1 };
var RUNNING = { "2": 1, "4": 1 };
var DISABLED = 1;
// Results that tell of the schedule, not of an end.
var NO_END = { "267008": 1, "267009": 1, "267010": 1, "267012": 1, "267013": 1, "267015": 1, "267016": 1, "267045": 1 };
// Ends that a new start would not answer: ended well (0), wrong use (64), wrong configuration (78), never run, ended on request,
// interrupted or ended with the session, conditions not met, already running.
var NO_RESTART = {
  "0": 1, "64": 1, "78": 1, "267011": 1, "267014": 1, "-1073741510": 1, "1073807364": 1, "-1073741502": 1,
  "-2147023651": 1, "-2147020576": 1, "-2147216609": 1
};

var files = new ActiveXObject("Scripting.FileSystemObject");
var began = now();
var service = null;
var seen = null;
var settled = true;
var asked = null;
var next = null;
var gaveUp = false;
var restarts = 0;
var failures = 0;
var last = null;
var missing = 0;
var written = "";

function now() {
  return new Date().getTime();
}

function timeOf(date) {
  var time = new Date(date).getTime();
  return isNaN(time) ? 0 : time;
}

// The task, null when there is none, undefined when that could not be found out.
function findTask() {
  try {
    if (service === null) {
      service = new ActiveXObject("Schedule.Service");
      service.Connect();
    }
    return service.GetFolder("\\").GetTask(TASK);
  } catch (cause) {
    if (NOT_FOUND[String(cause.number)] === 1) return null;
    service = null;
    return undefined;
  }
}

function isHeld() {
  return files.FileExists(HOLD_FILE);
}

function remove(path) {
  if (files.FileExists(path)) files.DeleteFile(path, true);
}

function failed(time) {
  failures += 1;
  if (failures >= FAILURE_LIMIT) {
    gaveUp = true;
    return;
  }
  next = time + Math.min(FIRST_DELAY_MS * Math.pow(2, failures - 1), LONGEST_DELAY_MS);
}

function forget() {
  restarts = 0;
  failures = 0;
  gaveUp = false;
  // Whoever started it wants it to run.
  remove(HOLD_FILE);
}

function look(task) {
  var time = now();
  var state = task.State;
  var result = task.LastTaskResult;
  var run = timeOf(task.LastRunTime);
  var active = RUNNING[String(state)] === 1;
  if (seen === null) {
    seen = run;
    settled = !active && time - run > FRESH_MS;
    if (active) remove(HOLD_FILE);
  } else if (run !== seen) {
    seen = run;
    settled = false;
    next = null;
    if (asked === null) forget();
    asked = null;
  }
  if (active) return;
  if (state === DISABLED) {
    settled = true;
    asked = null;
    next = null;
    return;
  }
  if (!settled && NO_END[String(result)] !== 1) {
    settled = true;
    last = { result: result, at: time, run: run };
    if (NO_RESTART[String(result)] !== 1) {
      if (time - run >= STEADY_MS) failures = 0;
      failed(time);
    }
  }
  if (asked !== null && time - asked > START_MS) {
    asked = null;
    failed(time);
  }
  if (next === null) return;
  if (isHeld()) {
    next = null;
    return;
  }
  if (time < next) return;
  next = null;
  asked = time;
  restarts += 1;
  task.Run(null);
  // Somebody asked for a stop in this very moment.
  if (isHeld()) task.Stop(0);
}

function save() {
  var end = last === null ? "null" : '{"result":' + last.result + ',"at":' + last.at + ',"run":' + last.run + "}";
  var text = '{"format":1,"began":' + began + ',"restarts":' + restarts + ',"failures":' + failures +
    ',"next":' + next + ',"gaveUp":' + gaveUp + ',"last":' + end + "}";
  if (text === written) return;
  var file = files.CreateTextFile(STATE_FILE + ".new", true, false);
  file.Write(text);
  file.Close();
  remove(STATE_FILE);
  files.MoveFile(STATE_FILE + ".new", STATE_FILE);
  written = text;
}

while (missing < MISSING_LIMIT) {
  try {
    var task = findTask();
    if (task === null) missing += 1;
    else missing = 0;
    if (task) look(task);
    save();
  } catch (cause) {
    // The scheduler or the disk did not answer this time.
    service = null;
  }
  WScript.Sleep(POLL_MS);
}
remove(STATE_FILE);
