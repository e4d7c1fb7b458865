/** Folder of the units that an administrator installs (systemd.unit(5), "System Unit Search Path"). */
export const SYSTEM_UNIT_FOLDER = '/etc/systemd/system';
