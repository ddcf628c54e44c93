"""A stand-in for the desktop's file chooser: answers every folder question with one folder.

Chromium on Linux asks the session bus for org.freedesktop.portal.FileChooser before it opens a dialog
of its own. Started as `portal.py FOLDER` on a session bus, this prints "ready" once it owns the name,
then one line for each question it answers.
"""

import sys
from pathlib import Path

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

BUS_NAME = "org.freedesktop.portal.Desktop"
OBJECT_PATH = "/org/freedesktop/portal/desktop"
CHOOSER = "org.freedesktop.portal.FileChooser"
REQUEST = "org.freedesktop.portal.Request"
# From version 3 on, OpenFile takes the option "directory".
CHOOSER_VERSION = dbus.UInt32(3)

CHOSEN, CANCELLED = dbus.UInt32(0), dbus.UInt32(1)
# The caller listens for the answer only after it has been told the request's path.
ANSWER_AFTER_MS = 100


class Request(dbus.service.Object):
    """One open question."""

    @dbus.service.signal(REQUEST, signature="ua{sv}")
    def Response(self, code, results):
        pass

    @dbus.service.method(REQUEST)
    def Close(self):
        self.remove_from_connection()


class Desktop(dbus.service.Object):
    """The object that applications ask."""

    def __init__(self, bus, folder):
        super().__init__(bus, OBJECT_PATH)
        self._bus = bus
        self._folder = folder

    def _answer(self, sender, options, uris):
        caller = sender.removeprefix(":").replace(".", "_")
        token = options.get("handle_token", "request")
        request = Request(self._bus, f"{OBJECT_PATH}/request/{caller}/{token}")

        def respond():
            results = {"uris": dbus.Array(uris, signature="s")} if uris else {}
            code = CHOSEN if uris else CANCELLED
            request.Response(code, dbus.Dictionary(results, signature="sv"))
            return GLib.SOURCE_REMOVE

        GLib.timeout_add(ANSWER_AFTER_MS, respond)
        return dbus.ObjectPath(request.__dbus_object_path__)

    @dbus.service.method(
        CHOOSER, in_signature="ssa{sv}", out_signature="o", sender_keyword="sender"
    )
    def OpenFile(self, parent, title, options, sender=None):
        wants_folder = bool(options.get("directory", False))
        print(f"OpenFile, folder: {wants_folder}", flush=True)
        return self._answer(sender, options, [self._folder.as_uri()] if wants_folder else [])

    @dbus.service.method(
        CHOOSER, in_signature="ssa{sv}", out_signature="o", sender_keyword="sender"
    )
    def SaveFile(self, parent, title, options, sender=None):
        print("SaveFile, cancelled", flush=True)
        return self._answer(sender, options, [])

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return CHOOSER_VERSION

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {"version": CHOOSER_VERSION}


def main():
    dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
    bus = dbus.SessionBus()
    Desktop(bus, Path(sys.argv[1]).resolve())
    name = dbus.service.BusName(BUS_NAME, bus)
    print("ready", flush=True)
    GLib.MainLoop().run()
    del name


if __name__ == "__main__":
    main()
