/** The window's styles, in order: tokens first, what narrows and overrides last. */
import './tokens.css';
import './base.css';
import './layout.css';
import './controls.css';
import './overview.css';
import './first-run.css';
import './service.css';
import './cause.css';
import './sheet.css';
import './diagnose.css';
import './logs.css';
import './settings.css';
import './port-map.css';
import './timeline.css';
import './palette.css';
import './modes.css';
