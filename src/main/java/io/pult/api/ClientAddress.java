package io.pult.api;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is at the other end: the peer of the connection, or what trusted proxies say of it. Read from the right, because
 * the client writes the left end itself.
 */
final class ClientAddress {
    private static final CharSequence X_FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence FORWARDED = HttpHeaders.createOptimized("forwarded");
    private static final int MOST_HOPS = 16;

    private final List<Cidr> trusted;

    ClientAddress(List<String> trustedProxies) {
        trusted = trustedProxies.stream().map(Cidr::parse).toList();
    }

    String of(HttpServerRequest request) {
        var remote = request.remoteAddress();
        String peer = remote == null || remote.hostAddress() == null ? "unknown" : remote.hostAddress();
        return trusted.isEmpty() || !trusts(peer) ? peer : behindProxies(peer, request.headers());
    }

    private String behindProxies(String peer, MultiMap headers) {
        List<String> hops = hops(headers);
        String client = peer;
        for (int i = hops.size() - 1; i >= 0 && hops.size() - i <= MOST_HOPS; i--) {
            String hop = hops.get(i);
            if (Cidr.bytes(hop) == null) {
                return client;
            }
            client = hop;
            if (!trusts(hop)) {
                return client;
            }
        }
        return client;
    }

    private static List<String> hops(MultiMap headers) {
        var hops = new ArrayList<String>();
        for (String line : headers.getAll(X_FORWARDED_FOR)) {
            for (String hop : line.split(",")) {
                hops.add(plain(hop));
            }
        }
        if (hops.isEmpty()) {
            for (String line : headers.getAll(FORWARDED)) {
                for (String element : line.split(",")) {
                    hops.add(forParameter(element));
                }
            }
        }
        return hops;
    }

    private static String forParameter(String element) {
        for (String pair : element.split(";")) {
            String trimmed = pair.trim();
            if (trimmed.regionMatches(true, 0, "for=", 0, 4)) {
                return plain(trimmed.substring(4).replace("\"", ""));
            }
        }
        return "unknown";
    }

    /** Without brackets and port. */
    private static String plain(String hop) {
        String text = hop.trim();
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            return text.substring(1, bracket);
        }
        int colon = text.indexOf(':');
        return colon > 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    private boolean trusts(String address) {
        byte[] bytes = Cidr.bytes(address);
        if (bytes == null) {
            return false;
        }
        for (Cidr network : trusted) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }
}
