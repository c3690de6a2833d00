//! The picture that a chart is drawn on: pixels in memory, letters of a built-in bitmap font, PNG at the end.

use embedded_graphics::Drawable;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Point, Size};
use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::mono_font::iso_8859_1::FONT_10X20 as FONT;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::Pixel;
use embedded_graphics::text::{Baseline, Text};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use std::convert::Infallible;

/// Pixels in memory, three bytes each, of a picture of this size.
pub(super) struct Canvas<'p> {
    size: (u32, u32),
    pixels: &'p mut [u8],
}

/// The pixels of a white picture.
pub(super) fn white(size: (u32, u32)) -> Vec<u8> {
    vec![255; size.0 as usize * size.1 as usize * 3]
}

/// Pixels as a PNG file.
pub(super) fn png(size: (u32, u32), pixels: &[u8]) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, size.0, size.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().ok()?.write_image_data(pixels).ok()?;
    Some(file)
}

/// How wide a text is, in pixels.
pub(super) fn width(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(0) * FONT.character_size.width.cast_signed()
}

impl<'p> Canvas<'p> {
    pub(super) fn new(size: (u32, u32), pixels: &'p mut [u8]) -> Self {
        Self { size, pixels }
    }

    #[expect(clippy::cast_sign_loss, reason = "a mixture of two bytes is one")]
    fn blend(&mut self, (x, y): (i32, i32), rgb: (u8, u8, u8), alpha: f64) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x >= self.size.0 || y >= self.size.1 {
            return;
        }
        let at = (y as usize * self.size.0 as usize + x as usize) * 3;
        for (old, new) in self.pixels[at..at + 3].iter_mut().zip([rgb.0, rgb.1, rgb.2]) {
            let mixed = f64::from(*old) * (1.0 - alpha) + f64::from(new) * alpha;
            *old = mixed.round().clamp(0.0, 255.0) as u8;
        }
    }
}

impl OriginDimensions for Canvas<'_> {
    fn size(&self) -> Size {
        Size::new(self.size.0, self.size.1)
    }
}

impl DrawTarget for Canvas<'_> {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Self::Color>>>(&mut self, pixels: I) -> Result<(), Self::Error> {
        for Pixel(point, colour) in pixels {
            self.blend((point.x, point.y), (colour.r(), colour.g(), colour.b()), 1.0);
        }
        Ok(())
    }
}

impl DrawingBackend for Canvas<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        self.blend(point, color.rgb, color.alpha);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let (rgb, anchor) = (style.color().rgb, style.anchor());
        let left = match anchor.h_pos {
            HPos::Left => x,
            HPos::Right => x - width(text),
            HPos::Center => x - width(text) / 2,
        };
        let height = FONT.character_size.height.cast_signed();
        let top = match anchor.v_pos {
            VPos::Top => y,
            VPos::Center => y - height / 2,
            VPos::Bottom => y - height,
        };
        let style = MonoTextStyle::new(&FONT, Rgb888::new(rgb.0, rgb.1, rgb.2));
        match Text::with_baseline(text, Point::new(left, top), style, Baseline::Top).draw(self) {
            Ok(_) => Ok(()),
        }
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        _: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((width(text).unsigned_abs(), FONT.character_size.height))
    }
}
