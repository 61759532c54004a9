package io.pult.vk;

import io.pult.bus.Failure;
import io.pult.contract.jobs.InboxPicture;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures of captchas, fetched for people: the page they look at loads nothing from elsewhere, and VK need not learn
 * where they are. Confined to one context.
 */
final class CaptchaPictures {
    private static final int LARGEST = 1 << 18;
    private static final int AT_ONCE = 4;
    private static final int MOST_WAITING = 32;
    private static final Set<String> TYPES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    /** For the answer's way back to whoever waits for it. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Ticker timers;
    private final VkSettings settings;
    private final PictureHosts hosts;
    private final HttpClient http;
    private int asked;

    CaptchaPictures(Vertx vertx, Ticker timers, VkSettings settings) {
        this.timers = timers;
        this.settings = settings;
        this.hosts = new PictureHosts(settings.pictureHosts());
        http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) settings.connectTimeout().toMillis())
                        .setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(AT_ONCE).setMaxWaitQueueSize(MOST_WAITING));
    }

    /**
     * @param within of the whole question; the setting bounds it, too
     * @return fails with UPSTREAM {@code vk.picture_elsewhere} or {@code vk.picture_unfit}, TIMEOUT
     *     {@code vk.picture_timeout}, TOO_MANY {@code vk.pictures_busy}
     */
    Future<InboxPicture.Picture> fetch(URI picture, Duration within) {
        if (!hosts.admit(picture)) {
            throw elsewhere(picture);
        }
        if (asked == AT_ONCE + MOST_WAITING) {
            throw Failure.tooMany("vk.pictures_busy", "Many pictures are being fetched already", Duration.ofSeconds(1));
        }
        asked++;
        long millis = Math.max(
                1,
                Math.min(
                        within.minus(RESERVE).toMillis(), settings.callTimeout().toMillis()));
        return new VkExchange(timers, LARGEST, CaptchaPictures::unfit)
                .run(http.request(get(picture)).compose(open -> outside(open, picture)), "", millis, null)
                .onComplete(done -> asked--)
                .map(CaptchaPictures::picture);
    }

    /** From its parts: another reading of the same text could find another host in it. */
    private static RequestOptions get(URI picture) {
        boolean https = picture.getScheme().equals("https");
        String path = picture.getRawPath().isEmpty() ? "/" : picture.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(https)
                .setHost(picture.getHost())
                .setPort(picture.getPort() < 0 ? (https ? 443 : 80) : picture.getPort())
                .setURI(picture.getRawQuery() == null ? path : path + "?" + picture.getRawQuery())
                .putHeader("Accept", String.join(", ", TYPES));
    }

    /** Looked at before the request leaves: what a name stands for is known only now. */
    private static Future<HttpClientRequest> outside(HttpClientRequest open, URI picture) {
        String peer = open.connection().remoteAddress().hostAddress();
        if (peer != null && PictureHosts.admit(picture, peer)) {
            return Future.succeededFuture(open);
        }
        open.reset();
        return Future.failedFuture(elsewhere(picture));
    }

    /** A redirect is followed nowhere. */
    private static Optional<String> unfit(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Optional.of("HTTP " + response.statusCode());
        }
        return TYPES.contains(VkExchange.type(response)) ? Optional.empty() : Optional.of("not a picture");
    }

    private static InboxPicture.Picture picture(VkExchange.End end) {
        Buffer body = end.body();
        if (body != null) {
            return new InboxPicture.Picture(end.type(), Base64.getEncoder().encodeToString(body.getBytes()));
        }
        throw end.how() == VkExchange.How.LATE
                ? Failure.timeout("vk.picture_timeout", "VK has not given the picture in time")
                : Failure.upstream("vk.picture_unfit", "VK gives no picture that can be shown: " + end.reason());
    }

    private static Failure elsewhere(URI picture) {
        return Failure.upstream(
                "vk.picture_elsewhere",
                "VK keeps the picture at " + picture.getHost()
                        + ", which is not among vk.picture_hosts; open it by its address");
    }

    Future<Void> close() {
        return http.close();
    }
}
