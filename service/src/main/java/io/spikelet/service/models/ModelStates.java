package io.spikelet.service.models;

import io.spikelet.runtime.model.Digest;
import io.spikelet.runtime.pool.ModelPool;
import io.spikelet.runtime.pool.ModelState;
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
