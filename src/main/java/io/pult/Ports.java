package io.pult;

import io.pult.api.HttpSettings;
import io.pult.api.ManagementSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds a taken port before seconds are spent on starting what would then have to be stopped. */
final class Ports {
    private Ports() {}

    static void requireFree(SettingsReader reader) {
        var http = reader.read("http", HttpSettings.class);
        var management = reader.read("management", ManagementSettings.class);
        requireFree(http.host(), http.port(), "http.port", "PULT_HTTP_PORT");
        requireFree(management.host(), management.port(), "management.port", "PULT_MANAGEMENT_PORT");
    }

    private static void requireFree(String host, int port, String setting, String variable) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartFailure("port " + port + " of " + host + " is taken; free it or choose another: " + variable
                    + "=" + (port + 2) + " (setting " + setting + ")");
        }
    }
}
