package io.pult.vk;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hosts from which pictures of captchas may be fetched. The address of a picture is the word of whoever answered as VK,
 * and must not lead a node to neighbours that only it can reach.
 *
 * <p>{@code host} stands for its usual ports, {@code host:port} for that port alone. A name can be made to stand for any
 * address: a private one is taken only when it is in the list as an address.
 */
final class PictureHosts {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");

    private final Set<String> hosts;

    PictureHosts(List<String> hosts) {
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws IllegalArgumentException naming the setting, when this is neither a host nor {@code host:port} */
    static void require(String host) {
        if (!FORM.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "vk.picture_hosts cannot hold '" + host + "'; take hosts such as api.vk.ru or 127.0.0.1:8090");
        }
    }

    boolean admit(URI picture) {
        boolean https = "https".equals(picture.getScheme());
        boolean web = https || "http".equals(picture.getScheme());
        if (!web || picture.getHost() == null || picture.getRawUserInfo() != null) {
            return false;
        }
        String host = picture.getHost().toLowerCase(Locale.ROOT);
        int usual = https ? 443 : 80;
        int port = picture.getPort() < 0 ? usual : picture.getPort();
        return hosts.contains(host + ":" + port) || (port == usual && hosts.contains(host));
    }

    /**
     * Whether the picture may be asked for there.
     *
     * @param peer address to which the connection was made
     */
    static boolean admit(URI picture, String peer) {
        return NetUtil.createByteArrayFromIpAddressString(picture.getHost()) != null || !isPrivate(peer);
    }

    private static boolean isPrivate(String peer) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(peer);
        if (bytes == null) {
            return true;
        }
        InetAddress address = address(bytes);
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isSharedOrUniqueLocal(address.getAddress());
    }

    /** 100.64.0.0/10, which providers use within, and fc00::/7, of which the JDK knows nothing. */
    private static boolean isSharedOrUniqueLocal(byte[] bytes) {
        return bytes.length == 4 ? (bytes[0] == 100 && (bytes[1] & 0xc0) == 64) : (bytes[0] & 0xfe) == 0xfc;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is one", e);
        }
    }
}
