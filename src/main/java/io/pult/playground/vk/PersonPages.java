package io.pult.playground.vk;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** What errors 14 and 17 send a person to: the picture, the page that proves one is no robot, the validation page. */
final class PersonPages {
    private final VkCaptchas captchas;

    PersonPages(VkCaptchas captchas) {
        this.captchas = captchas;
    }

    void mount(Router router) {
        router.get(VkCaptchas.PICTURE).handler(this::picture);
        router.get(VkCaptchas.PAGE).handler(this::page);
        router.get(VkErrors.VALIDATION_PAGE)
                .handler(context -> send(context, "text/plain", "A person confirms the sign-in here."));
    }

    private void picture(RoutingContext context) {
        String key = captchas.key(context.request().getParam("sid"));
        if (key == null) {
            context.fail(404);
        } else {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, "image/png").end(CaptchaPicture.of(key));
        }
    }

    private void page(RoutingContext context) {
        String pass = captchas.pass(context.request().getParam("session_token"));
        String html = pass == null ? null : """
                <!doctype html><title>Not a robot</title><p>success_token: <code>%s</code></p>""".formatted(pass);
        send(context, "text/html", html);
    }

    private static void send(RoutingContext context, String type, @Nullable String content) {
        if (content == null) {
            context.fail(404);
        } else {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, type + "; charset=utf-8")
                    .end(content);
        }
    }
}
