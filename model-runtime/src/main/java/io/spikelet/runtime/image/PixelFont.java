package io.spikelet.runtime.image;

import java.util.List;

/**
 * The few characters that plots need, 5 x 7 pixels each. Drawn here because fonts differ from one
 * machine to the next, and a server may have none.
 */
final class PixelFont {

  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  private static final String CHARACTERS = "0123456789timespnuro acdfghkzH";

  // Each character takes five columns and a gap, in the order of CHARACTERS.
  private static final List<String> ROWS =
      """
      .###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. .#... ..#.. ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ....# ..##. ..... #.... #.... ..... #...#
      #...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...# .#... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ....# .#..# ..... #.... #.... ..... #...#
      #..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...# ####. .##.. ##.#. .###. .#### ####. #.##. #...# #.##. .###. ..... .###. .###. .##.# .#... .##.# #.##. #..#. ##### #...#
      #.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .#### .#... ..#.. #.#.# #...# #.... #...# ##..# #...# ##..# #...# ..... ....# #...# #..## ###.. #..## ##..# #.#.. ...#. #####
      ##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....# .#... ..#.. #.#.# ##### .###. ####. #...# #...# #.... #...# ..... .#### #.... #...# .#... .##.# #...# ##... ..#.. #...#
      #...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#. .#..# ..#.. #.#.# #.... ....# #.... #...# #..## #.... #...# ..... #...# #...# #...# .#... ....# #...# #.#.. .#... #...#
      .###. .###. ##### .###. ...#. .###. .###. .#... .###. .##.. ..##. .###. #...# .###. ####. #.... #...# .##.# #.... .###. ..... .#### .###. .#### .#... .###. #...# #..#. ##### #...#
      """
          .lines()
          .toList();

  private PixelFont() {}

  /**
   * Whether a character has ink at a place.
   *
   * @throws IllegalArgumentException if it is not one of the characters
   */
  static boolean ink(char character, int y, int x) {
    int glyph = CHARACTERS.indexOf(character);
    if (glyph < 0) {
      throw new IllegalArgumentException("no glyph for '" + character + "'");
    }
    return ROWS.get(y).charAt(glyph * (WIDTH + 1) + x) == '#';
  }
}
