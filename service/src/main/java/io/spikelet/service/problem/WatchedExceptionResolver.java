package io.spikelet.service.problem;

import io.spikelet.service.memory.OutOfMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

/**
 * Spring's own, except that a lack of memory while a problem is written is not only logged: the
 * process ends as it does everywhere else.
 */
final class WatchedExceptionResolver extends ExceptionHandlerExceptionResolver {
  @Override
  public void afterPropertiesSet() {
    super.afterPropertiesSet();
    List<HandlerMethodReturnValueHandler> watched = new ArrayList<>();
    Objects.requireNonNull(getReturnValueHandlers())
        .getHandlers()
        .forEach(handler -> watched.add(new Watched(handler)));
    setReturnValueHandlers(watched);
  }

  private record Watched(HandlerMethodReturnValueHandler handler)
      implements HandlerMethodReturnValueHandler {
    @Override
    public boolean supportsReturnType(MethodParameter type) {
      return handler.supportsReturnType(type);
    }

    @Override
    public void handleReturnValue(
        @Nullable Object value,
        MethodParameter type,
        ModelAndViewContainer container,
        NativeWebRequest request)
        throws Exception {
      try {
        handler.handleReturnValue(value, type, container, request);
      } catch (OutOfMemoryError exhausted) {
        OutOfMemory.endIfCausedBy(exhausted);
        throw exhausted;
      }
    }
  }
}
