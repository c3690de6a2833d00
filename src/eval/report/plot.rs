//! The plots of the page, as SVG inside it. Sizes are those of a phone's width; wider screens scale them up.

use crate::eval::curve::Point;
use crate::eval::share::Share;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// The width of a plot, in pixels.
const WIDTH: u32 = 400;
/// The height of the curve.
const HEIGHT: u32 = 300;
/// The height of a bar with its gap.
const BAR: i32 = 30;
/// Where bars begin: room for their names to the left.
const LEFT: i32 = 96;
/// Room for the figure to the right of the longest bar.
const RIGHT: i32 = 54;
const INK: RGBColor = RGBColor(30, 41, 59);
const FILL: RGBColor = RGBColor(59, 130, 246);
const PALE: RGBColor = RGBColor(191, 219, 254);
const MARK: RGBColor = RGBColor(220, 38, 38);

/// A plot that cannot be drawn leaves a gap: the figures stand in the text as well.
fn drawn(
    size: (u32, u32),
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, plotters::coord::Shift>) -> Option<()>,
) -> String {
    let mut svg = String::new();
    let done = {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area).and_then(|()| area.present().ok())
    };
    if done.is_some() { svg } else { String::new() }
}

/// A bar for each share, with its interval as a thin line.
pub(super) fn bars(shares: &[(&str, Share)]) -> String {
    let height = u32::try_from(shares.len()).unwrap_or(0) * BAR.unsigned_abs() + 10;
    let room = f64::from(WIDTH) - f64::from(LEFT + RIGHT);
    let at = |rate: f64| LEFT + (rate * room) as i32;
    drawn((WIDTH, height), |area| {
        let label = ("sans-serif", 16).into_font().color(&INK);
        for (index, (name, share)) in shares.iter().enumerate() {
            let top = i32::try_from(index).ok()? * BAR + 5;
            let middle = top + BAR / 2 - 2;
            let (low, high) = share.interval();
            let text = |hpos| label.pos(Pos::new(hpos, VPos::Center));
            area.draw(&Text::new((*name).to_owned(), (LEFT - 8, middle), text(HPos::Right))).ok()?;
            area.draw(&Rectangle::new([(LEFT, top), (at(1.0), top + BAR - 6)], PALE.mix(0.4).filled())).ok()?;
            area.draw(&Rectangle::new([(LEFT, top), (at(share.rate()), top + BAR - 6)], FILL.filled())).ok()?;
            area.draw(&PathElement::new(vec![(at(low), middle), (at(high), middle)], INK.stroke_width(2))).ok()?;
            let figure = format!("{:.0} %", 100.0 * share.rate());
            area.draw(&Text::new(figure, (at(1.0) + 6, middle), text(HPos::Left))).ok()?;
        }
        Some(())
    })
}

/// Accuracy of what is shown against what is refused, with today's threshold marked.
pub(super) fn curve(points: &[Point], today: Point) -> String {
    let lowest = points.iter().filter(|point| point.shown > 0).map(|point| point.accuracy).fold(1.0, f64::min);
    let bottom = ((lowest * 10.0).floor() / 10.0).min(0.9);
    drawn((WIDTH, HEIGHT), |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(10)
            .margin_right(28)
            .x_label_area_size(44)
            .y_label_area_size(66)
            .build_cartesian_2d(0.0..1.0, bottom..1.0)
            .ok()?;
        let percent = |value: &f64| format!("{:.0} %", 100.0 * value);
        chart
            .configure_mesh()
            .x_labels(5)
            .y_labels(5)
            .x_label_formatter(&percent)
            .y_label_formatter(&percent)
            .x_desc("questions without a passage at once")
            .y_desc("passages shown that are right")
            .label_style(("sans-serif", 15).into_font().color(&INK))
            .draw()
            .ok()?;
        let shown = points.iter().filter(|point| point.shown > 0).map(|point| (point.refused, point.accuracy));
        chart.draw_series(LineSeries::new(shown, FILL.stroke_width(3))).ok()?;
        let mark = (today.refused, today.accuracy);
        chart.draw_series(std::iter::once(Circle::new(mark, 6, MARK.filled()))).ok()?;
        let side = if today.refused > 0.6 { HPos::Right } else { HPos::Left };
        let style = ("sans-serif", 16).into_font().color(&MARK).pos(Pos::new(side, VPos::Top));
        let shift = if today.refused > 0.6 { -9 } else { 9 };
        let text = EmptyElement::at(mark) + Text::new(format!("today {:.2}", today.threshold), (shift, 8), style);
        chart.draw_series(std::iter::once(text)).ok()?;
        Some(())
    })
}
