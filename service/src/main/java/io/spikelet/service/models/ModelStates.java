package io.spikelet.service.models;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.model.ModelRef;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.ModelState;
import io.spikelet.runtime.pool.RefusedUpdate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The pool's states as JSON names them. */
@Component
class ModelStates {
  /** State of a package that cannot even be read. */
  static final String DAMAGED = "damaged";

  private final ModelPool pool;

  ModelStates(ModelPool pool) {
    this.pool = pool;
  }

  /**
   * @param name for JSON
   * @param reason of a failure
   */
  record Named(String name, @Nullable String reason) {}

  /** The tag's new package that cannot be used; null if there is none. */
  @Nullable RefusedUpdate refused(String name, String tag) {
    return pool.refusedUpdates().stream()
        .filter(update -> update.tag().equals(ModelRef.of(name, tag)))
        .findFirst()
        .orElse(null);
  }

  Named of(Digest digest) {
    ModelState state = pool.state(digest);
    String reason =
        switch (state) {
          case ModelState.Failed(String why) -> why;
          case ModelState.Unloaded unloaded -> null;
          case ModelState.Loading loading -> null;
          case ModelState.Ready ready -> null;
        };
    return new Named(state.name().toLowerCase(Locale.ROOT), reason);
  }
}
